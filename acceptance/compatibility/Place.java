
/** Where the kit asks for tables and views to lie. */
class Place {
  private static final String ROOT = System.getProperty("kit.place");

  private Place() {}

  static String of(String... parts) {
    return ROOT + "/" + String.join("/", parts);
  }
}
