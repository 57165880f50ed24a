package io.distributary.gateway.matching.record;

/** How the values of a field are kept. */
enum Kind {
  /** No values: a field of this kind has no terms. */
  NONE(Code::new),
  NAME(Name::new),
  DAY(Day::new),
  CODE(Code::new),
  NUMBER(IdNumber::new),
  IDENTIFIER(Identifier::new),
  WORDS(Words::new),
  EMAIL(Email::new);

  private final Maker maker;

  private interface Maker {
    Term term(String text, int ordinal);
  }

  Kind(Maker maker) {
    this.maker = maker;
  }

  Term term(String text, int ordinal) {
    return maker.term(text, ordinal);
  }
}
