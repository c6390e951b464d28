import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads topics of Leaveline from their beginning and prints each record as a line of JSON. */
class OutsideConsumer {
  static final ObjectMapper json = new ObjectMapper();
  static final Map<Integer, Schema> schemas = new HashMap<>();
  static final GenericData data = new GenericData();

  public static void main(String[] topics) throws Exception {
    data.addLogicalTypeConversion(new Conversions.DecimalConversion());
    data.addLogicalTypeConversion(new Conversions.UUIDConversion());
    data.addLogicalTypeConversion(new TimeConversions.DateConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    Map<String, Object> settings = Map.of("bootstrap.servers", System.getenv("KAFKA_BROKERS"),
        "group.id", "outside-java", "auto.offset.reset", "earliest", "isolation.level", "read_committed");
    try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(topics));
      while (true)
        for (var message : consumer.poll(Duration.ofSeconds(1))) {
          var line = new LinkedHashMap<String, Object>();
          line.put("topic", message.topic());
          line.put("key", message.key());
          line.put("value", message.value() == null ? null : plain(decode(message.value())));
          System.out.println(json.writeValueAsString(line));
        }
    }
  }

  /** Confluent's wire format: a zero byte, the schema's id in four, the Avro body. */
  static GenericRecord decode(byte[] value) throws Exception {
    int id = ByteBuffer.wrap(value, 1, 4).getInt();
    if (!schemas.containsKey(id)) schemas.put(id, fetch(id));
    var decoder = DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null);
    return new GenericDatumReader<GenericRecord>(schemas.get(id), schemas.get(id), data).read(null, decoder);
  }

  static Schema fetch(int id) throws Exception {
    var uri = URI.create(System.getenv("SCHEMA_REGISTRY_URL") + "/schemas/ids/" + id);
    var answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    return new Schema.Parser().parse(json.readTree(answer.body()).get("schema").asText());
  }

  /** Records as maps, lists as lists, true and false as they are, everything else as text. */
  static Object plain(Object value) {
    if (value instanceof GenericRecord record) {
      var fields = new LinkedHashMap<String, Object>();
      for (var field : record.getSchema().getFields()) fields.put(field.name(), plain(record.get(field.pos())));
      return fields;
    }
    if (value instanceof List<?> list) {
      var items = new ArrayList<Object>();
      for (var item : list) items.add(plain(item));
      return items;
    }
    return value == null || value instanceof Boolean ? value : value.toString();
  }
}
