package io.distributary.schemas;

/**
 * Content that is refused before any store sees it. Its message names the defect and the element,
 * never a value.
 */
public final class InvalidResourceException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Defect defect;
  private final String element;

  /**
   * @param element the element's path as far as it is known and made of names only, for example
   *     {@code name.given}; may be empty
   */
  public InvalidResourceException(Defect defect, String element) {
    super(
        element.isEmpty()
            ? defect.reason().message()
            : defect.reason().message() + " At: " + element);
    this.defect = defect;
    this.element = element;
  }

  public Defect defect() {
    return defect;
  }

  /** Path of the element that is wrong, empty when it is the whole. */
  public String element() {
    return element;
  }
}
