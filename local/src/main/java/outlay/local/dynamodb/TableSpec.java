package outlay.local.dynamodb;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;

/**
 * A table to be.
 *
 * @param attributes those that the keys of the table and of its indexes name
 * @param streamView what stream records hold, {@code NEW_AND_OLD_IMAGES} for one; empty: no stream
 * @param ttlAttribute the attribute that tells when an item expires, in seconds since 1970
 */
public record TableSpec(
    String name,
    List<Attribute> attributes,
    List<Key> keys,
    List<Index> localIndexes,
    List<Index> globalIndexes,
    Optional<String> streamView,
    Optional<String> ttlAttribute) {
  public TableSpec {
    attributes = List.copyOf(attributes);
    keys = List.copyOf(keys);
    localIndexes = List.copyOf(localIndexes);
    globalIndexes = List.copyOf(globalIndexes);
  }

  /**
   * An attribute of a key.
   *
   * @param type {@code S}, {@code N}, or {@code B}
   */
  public record Attribute(String name, String type) {
    AttributeDefinition definition() {
      return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
    }
  }

  /**
   * A part of a key.
   *
   * @param type {@code HASH} or {@code RANGE}
   */
  public record Key(String attribute, String type) {
    KeySchemaElement element() {
      return KeySchemaElement.builder().attributeName(attribute).keyType(type).build();
    }
  }

  /**
   * A secondary index.
   *
   * @param projection {@code ALL}, {@code KEYS_ONLY}, or {@code INCLUDE}
   * @param included the attributes that {@code INCLUDE} names
   */
  public record Index(String name, List<Key> keys, String projection, List<String> included) {
    public Index {
      keys = List.copyOf(keys);
      included = List.copyOf(included);
    }

    Projection projected() {
      Projection.Builder builder = Projection.builder().projectionType(projection);
      return (included.isEmpty() ? builder : builder.nonKeyAttributes(included)).build();
    }
  }

  /** What makes this table. Time to live is not part of it: DynamoDB Local's own is not used. */
  CreateTableRequest request() {
    CreateTableRequest.Builder request =
        CreateTableRequest.builder()
            .tableName(name)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .attributeDefinitions(attributes.stream().map(Attribute::definition).toList())
            .keySchema(elements(keys));
    if (!localIndexes.isEmpty()) {
      request.localSecondaryIndexes(localIndexes.stream().map(TableSpec::local).toList());
    }
    if (!globalIndexes.isEmpty()) {
      request.globalSecondaryIndexes(globalIndexes.stream().map(TableSpec::global).toList());
    }
    streamView.ifPresent(
        view ->
            request.streamSpecification(
                StreamSpecification.builder().streamEnabled(true).streamViewType(view).build()));
    return request.build();
  }

  private static LocalSecondaryIndex local(Index index) {
    return LocalSecondaryIndex.builder()
        .indexName(index.name)
        .keySchema(elements(index.keys))
        .projection(index.projected())
        .build();
  }

  private static GlobalSecondaryIndex global(Index index) {
    return GlobalSecondaryIndex.builder()
        .indexName(index.name)
        .keySchema(elements(index.keys))
        .projection(index.projected())
        .build();
  }

  private static List<KeySchemaElement> elements(List<Key> keys) {
    return keys.stream().map(Key::element).toList();
  }
}
