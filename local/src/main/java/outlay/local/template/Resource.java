package outlay.local.template;

/** One resource that is run here, its properties resolved and checked. */
record Resource(
    String id, String type, Catalogue.Entry understood, Locals locals, Properties properties) {

  String ref() {
    return understood.ref(id, locals);
  }

  /** An attribute that the catalogue gives every resource of this type. */
  String attribute(String name) {
    return understood
        .attribute(name, id, locals)
        .orElseThrow(() -> new IllegalStateException("catalogue.yaml: " + type + " " + name));
  }
}
