function isTextField(element) {
  return element.matches?.("input:not([type=radio],[type=checkbox],[type=button]),textarea,select") || element.isContentEditable;
}
