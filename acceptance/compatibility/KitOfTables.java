import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.rest.RESTCompatibilityKitCatalogTests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kit's tests of tables, where files lie in S3 and not on the disk of whoever tests. */
class KitOfTables extends RESTCompatibilityKitCatalogTests {
  private final Map<TableIdentifier, String> asked = new HashMap<>();

  @Override
  protected String baseTableLocation(TableIdentifier identifier) {
    return asked.computeIfAbsent(identifier, this::place);
  }

  /** A table that is replaced is asked to stay where its own credentials reach. */
  private String place(TableIdentifier identifier) {
    return catalog().tableExists(identifier)
        ? catalog().loadTable(identifier).location() + "/asked"
        : Place.of(identifier.namespace().toString(), identifier.name());
  }

  @Override
  protected boolean supportsNestedNamespaces() {
    return true;
  }

  /** The kit forgets these, and its next test finds them. */
  @AfterEach
  void dropNested() {
    for (Namespace nested : List.of(Namespace.of("parent", "child2"), Namespace.of("parent"))) {
      if (catalog().namespaceExists(nested)) {
        catalog().dropNamespace(nested);
      }
    }
  }

  /** The kit's own moves the file by the disk's own means. */
  @Test
  @Override
  public void testLoadTableWithMissingMetadataFile(@TempDir Path directory) throws IOException {
    catalog().createNamespace(TBL.namespace());
    Table table = catalog().buildTable(TBL, SCHEMA).create();
    String location =
        ((HasTableOperations) table).operations().current().metadataFileLocation();
    byte[] kept;
    try (InputStream file = table.io().newInputFile(location).newStream()) {
      kept = file.readAllBytes();
    }

    table.io().deleteFile(location);

    assertThatThrownBy(() -> catalog().loadTable(TBL))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("Failed to open input stream for file: " + location);
    try (OutputStream file = table.io().newOutputFile(location).create()) {
      file.write(kept);
    }
    catalog().loadTable(TBL);
  }
}
