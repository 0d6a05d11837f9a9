import org.apache.iceberg.rest.RESTCompatibilityKitViewCatalogTests;

/** The kit's tests of views, where metadata lies in S3 and not on the disk of whoever tests. */
class KitOfViews extends RESTCompatibilityKitViewCatalogTests {
  @Override
  protected String viewLocation(String... paths) {
    return Place.of(paths);
  }
}
