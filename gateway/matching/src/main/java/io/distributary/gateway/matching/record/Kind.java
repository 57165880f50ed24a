package io.distributary.gateway.matching.record;

/** How the values of a field are kept. */
enum Kind {
  /** No values. */
  NONE {
    @Override
    Term term(String text, int ordinal) {
      throw new IllegalStateException("A field without values");
    }
  },
  NAME {
    @Override
    Term term(String text, int ordinal) {
      return new Name(text, ordinal);
    }
  },
  DAY {
    @Override
    Term term(String text, int ordinal) {
      return new Day(text, ordinal);
    }
  },
  CODE {
    @Override
    Term term(String text, int ordinal) {
      return new Code(text, ordinal);
    }
  },
  NUMBER {
    @Override
    Term term(String text, int ordinal) {
      return new IdNumber(text, ordinal);
    }
  },
  IDENTIFIER {
    @Override
    Term term(String text, int ordinal) {
      return new Identifier(text, ordinal);
    }
  },
  WORDS {
    @Override
    Term term(String text, int ordinal) {
      return new Words(text, ordinal);
    }
  },
  EMAIL {
    @Override
    Term term(String text, int ordinal) {
      return new Email(text, ordinal);
    }
  };

  abstract Term term(String text, int ordinal);
}
