package outlay.local.dynamodb;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** Compares a table that there is with the one that is wanted. */
final class Differences {
  private Differences() {}

  /** A sentence for each difference; none if the table may be kept. */
  static List<String> between(TableDescription found, TableSpec wanted) {
    List<String> differences = new ArrayList<>();
    compare(
        differences,
        "attributes",
        found.attributeDefinitions().stream()
            .map(a -> a.attributeName() + " " + a.attributeTypeAsString())
            .collect(Collectors.toCollection(TreeSet::new)),
        wanted.attributes().stream()
            .map(a -> a.name() + " " + a.type())
            .collect(Collectors.toCollection(TreeSet::new)));
    compare(differences, "key", keys(found.keySchema()), wantedKeys(wanted.keys()));
    compare(
        differences,
        "local indexes",
        found.localSecondaryIndexes().stream()
            .collect(
                Collectors.toMap(
                    i -> i.indexName(),
                    i -> keys(i.keySchema()) + projection(i.projection()),
                    (a, b) -> a,
                    TreeMap::new)),
        wanted(wanted.localIndexes()));
    compare(
        differences,
        "global indexes",
        found.globalSecondaryIndexes().stream()
            .collect(
                Collectors.toMap(
                    i -> i.indexName(),
                    i -> keys(i.keySchema()) + projection(i.projection()),
                    (a, b) -> a,
                    TreeMap::new)),
        wanted(wanted.globalIndexes()));
    StreamSpecification stream = found.streamSpecification();
    boolean streams = stream != null && Boolean.TRUE.equals(stream.streamEnabled());
    compare(
        differences,
        "stream",
        streams ? stream.streamViewTypeAsString() : "none",
        wanted.streamView().orElse("none"));
    return differences;
  }

  private static Map<String, String> wanted(Collection<TableSpec.Index> indexes) {
    return indexes.stream()
        .collect(
            Collectors.toMap(
                TableSpec.Index::name,
                i -> wantedKeys(i.keys()) + projection(i.projected()),
                (a, b) -> a,
                TreeMap::new));
  }

  private static String keys(List<KeySchemaElement> keys) {
    return keys.stream()
        .map(key -> key.attributeName() + " " + key.keyTypeAsString())
        .toList()
        .toString();
  }

  private static String wantedKeys(List<TableSpec.Key> keys) {
    return keys(keys.stream().map(TableSpec.Key::element).toList());
  }

  private static String projection(Projection projection) {
    Set<String> included = new TreeSet<>(projection.nonKeyAttributes());
    return " " + projection.projectionTypeAsString() + (included.isEmpty() ? "" : " " + included);
  }

  private static void compare(List<String> differences, String what, Object found, Object wanted) {
    if (!found.equals(wanted)) {
      differences.add(what + ": is " + found + ", should be " + wanted);
    }
  }
}
