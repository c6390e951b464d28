import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.File;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/**
 * Writes golden vectors from Apache Avro 1.12.0, see README.md beside it.
 * pairs.json: [reader, writer, [[kind, path], ...] | null]; null: Avro throws.
 * texts.json: [text, Schema.toString() | null]; null: Avro refuses the text.
 */
public class Generate {
  static final ObjectMapper JSON = new ObjectMapper();
  static final String[] PRIMITIVES = {"null", "boolean", "int", "long", "float", "double", "bytes", "string"};
  static final String[] NAMES = {"A", "B", "C"};
  static final String[] SPACES = {"x", "y.z"};
  final Random random;
  List<String> defined;

  Generate(long seed) {
    random = new Random(seed);
  }

  boolean chance(double p) {
    return random.nextDouble() < p;
  }

  <T> T one(T[] of) {
    return of[random.nextInt(of.length)];
  }

  String schema() {
    defined = new ArrayList<>();
    return chance(0.7) ? record(3) : node(3, false);
  }

  String node(int depth, boolean inUnion) {
    int kind = random.nextInt(depth <= 0 ? 5 : 12);
    switch (kind) {
      case 0: case 1: case 2: case 3:
        return primitive();
      case 4:
        return defined.isEmpty() ? primitive() : quoted(defined.get(random.nextInt(defined.size())));
      case 5:
        return "{\"type\": \"array\",\"items\" :" + node(depth - 1, false) + extra() + "}";
      case 6:
        return "{\"values\":" + node(depth - 1, false) + ",\"type\":\"map\"" + extra() + "}";
      case 7:
        return inUnion ? primitive() : union(depth);
      case 8:
        return enumeration();
      case 9:
        return fixed();
      default:
        return record(depth);
    }
  }

  String primitive() {
    String type = quoted(one(PRIMITIVES));
    return chance(0.2) ? "{\"type\":" + type + extra() + "}" : type;
  }

  String union(int depth) {
    StringBuilder out = new StringBuilder("[");
    int size = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      if (i > 0) out.append(", ");
      out.append(node(depth - 1, !chance(0.02)));
    }
    return out.append("]").toString();
  }

  String enumeration() {
    String head = named("enum");
    StringBuilder symbols = new StringBuilder();
    String first = null;
    for (String symbol : new String[] {"P", "Q", "R", "S"}) {
      if (!chance(0.6)) continue;
      if (first == null) first = symbol;
      else symbols.append(",");
      symbols.append(quoted(symbol));
    }
    String fallback = chance(0.4) ? ",\"default\":" + quoted(first == null || chance(0.05) ? "P" : first) : "";
    return "{" + head + ",\"symbols\":[" + symbols + "]" + fallback + extra() + "}";
  }

  String fixed() {
    return "{" + named("fixed") + ",\"size\":" + (1 + random.nextInt(2)) + extra() + "}";
  }

  String record(int depth) {
    StringBuilder out = new StringBuilder("{" + named(chance(0.05) ? "error" : "record") + ",\"fields\":[");
    int size = random.nextInt(4);
    int written = 0;
    for (String name : new String[] {"a", "b", "c", "d"}) {
      if (written >= size || !chance(0.7)) continue;
      if (written++ > 0) out.append(",");
      out.append(field(name, depth));
    }
    return out.append("]").append(extra()).append("}").toString();
  }

  String field(String name, int depth) {
    String type = node(depth - 1, false);
    StringBuilder out = new StringBuilder("{\"type\":" + type + ",\"name\":" + quoted(name));
    if (chance(0.4)) out.append(",\"default\":").append(value(type));
    if (chance(0.15)) out.append(",\"aliases\":[" + quoted(one(new String[] {"a", "b", "c", "d", "e"})) + "]");
    if (chance(0.1)) out.append(",\"order\":" + quoted(one(new String[] {"ascending", "descending", "IGNORE", "up"})));
    if (chance(0.1)) out.append(",\"doc\":\"what \\u0001 \\\"it\\\" \\/ \\u00e9 \\u2028 is\"");
    return out.append(chance(0.1) ? extra() : "").append("}").toString();
  }

  String value(String type) {
    if (chance(0.1)) return one(new String[] {"1.50", "1e3", "-0", "-0.0", "12345678.9", "1E-5", "9007199254740993",
      "9223372036854775808", "2147483648", "\"NaN\"", "\"x\"", "[]", "{}", "{\"a\":1}", "null", "true"});
    if (type.startsWith("[")) return one(new String[] {"null", "1", "\"x\"", "true", "[]", "{}"});
    if (type.contains("\"record\"") || type.contains("\"map\"") || type.contains("\"error\"")) return "{}";
    if (type.contains("\"array\"")) return "[]";
    if (type.contains("\"null\"")) return "null";
    if (type.contains("\"boolean\"")) return "false";
    if (type.contains("\"int\"") || type.contains("\"long\"")) return "" + random.nextInt(100);
    if (type.contains("\"float\"") || type.contains("\"double\"")) return one(new String[] {"0", "1.5", "2.0", "1e-7", "123456789.0"});
    return "\"x\"";
  }

  String named(String type) {
    String name = one(NAMES);
    StringBuilder out = new StringBuilder("\"type\":" + quoted(type));
    if (chance(0.3)) name = one(SPACES) + "." + name;
    else if (chance(0.3)) out.append(",\"namespace\":" + quoted(chance(0.1) ? "" : one(SPACES)));
    out.append(", \"name\":" + quoted(name));
    if (chance(0.15)) out.append(",\"doc\":\"d\"");
    if (chance(0.25)) out.append(",\"aliases\":[" + quoted(chance(0.5) ? one(NAMES) : one(SPACES) + "." + one(NAMES)) + "]");
    defined.add(name);
    return out.toString();
  }

  String extra() {
    if (!chance(0.15)) return "";
    return one(new String[] {",\"logicalType\":\"date\"", ",\"note\":{\"z\":1.0,\"b\":[1,2e1,null]}",
      ",\"logicalType\":\"decimal\",\"precision\":18,\"scale\":6", ",\"p\":\"q\",\"k\":true"});
  }

  static String quoted(String text) {
    return "\"" + text + "\"";
  }

  /** Avro 1.12.0 takes a second definition of a record inside the first and forgets it; such texts are left out. */
  static boolean forgetsRecord(String text, Schema schema) {
    return count(schema.toString()) < count(text);
  }

  static int count(String text) {
    return text.split("\"type\":\"(record|error)\"", -1).length;
  }

  static Schema parse(String text) {
    try {
      return new Schema.Parser().parse(text);
    } catch (RuntimeException refused) {
      return null;
    }
  }

  static ArrayNode differences(Schema reader, Schema writer) {
    SchemaCompatibility.SchemaCompatibilityResult result;
    try {
      result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult();
    } catch (RuntimeException ambiguous) {
      return null;
    }
    ArrayNode out = JSON.createArrayNode();
    if (result.getCompatibility() == SchemaCompatibilityType.COMPATIBLE) return out;
    for (Incompatibility one : result.getIncompatibilities())
      out.addArray().add(one.getType().name()).add(one.getLocation());
    return out;
  }

  /** A small change of a schema's text, so that many pairs are nearly compatible. */
  String changed(String text) {
    switch (random.nextInt(9)) {
      case 0: return text.replaceFirst("\"int\"", "\"long\"");
      case 1: return text.replaceFirst("\"string\"", "\"bytes\"");
      case 2: return text.replaceFirst("\"P\",", "");
      case 3: return text.replaceFirst("\"name\":\"a\"", "\"name\":\"e\"");
      case 4: {
        StringBuilder added = new StringBuilder(text);
        int at = text.lastIndexOf("\"fields\":[{");
        if (at < 0) return text;
        String standard = chance(0.5) ? ",\"default\":7" : "";
        return added.insert(at + 10, "{\"name\":\"f\",\"type\":\"int\"" + standard + "},").toString();
      }
      case 5: {
        int at = text.indexOf("\"type\":\"int\"");
        return at < 0 ? text : text.substring(0, at) + "\"type\":[\"null\",\"int\"]" + text.substring(at + 12);
      }
      case 6: return text.replaceFirst("\"size\":1", "\"size\":2");
      case 7: return text.replaceFirst("\"name\":\"B\"", "\"name\":\"A\"");
      default: return text.replaceFirst(",\"default\":[^,}\\]]*", "");
    }
  }

  public static void main(String[] arguments) throws Exception {
    int wanted = Integer.parseInt(arguments[0]);
    File folder = new File(arguments[1]);
    Generate generate = new Generate(20_240_817L);
    List<String> pairs = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    List<String> pool = new ArrayList<>();
    while (texts.size() < wanted) {
      String text = generate.schema();
      if (text.length() < 10 && generate.chance(0.9)) continue;
      Schema schema = parse(text);
      if (schema != null && forgetsRecord(text, schema)) continue;
      texts.add(JSON.writeValueAsString(new Object[] {text, schema == null ? null : schema.toString()}));
      if (schema != null) pool.add(text);
    }
    while (pairs.size() < wanted && pool.size() > 1) {
      String reader = pool.get(generate.random.nextInt(pool.size()));
      String writer = generate.chance(0.6) ? generate.changed(reader) : pool.get(generate.random.nextInt(pool.size()));
      Schema readerSchema = parse(reader), writerSchema = parse(writer);
      if (readerSchema == null || writerSchema == null || forgetsRecord(writer, writerSchema)) continue;
      if (generate.chance(0.5)) {
        String text = reader; reader = writer; writer = text;
        Schema schema = readerSchema; readerSchema = writerSchema; writerSchema = schema;
      }
      if (reader.equals(writer) && generate.chance(0.98)) continue;
      ArrayNode found = differences(readerSchema, writerSchema);
      boolean mismatchAtRoot = found != null && found.size() == 1 && found.get(0).get(1).asText().equals("/");
      if (mismatchAtRoot && generate.chance(0.8)) continue;
      pairs.add(JSON.writeValueAsString(new Object[] {reader, writer, found}));
    }
    write(new File(folder, "pairs.json"), pairs);
    write(new File(folder, "texts.json"), texts);
  }

  static void write(File file, List<String> lines) throws Exception {
    Files.writeString(file.toPath(), "[\n" + String.join(",\n", lines) + "\n]\n");
  }
}
