package outlay.bench.figures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How large the functions' jars are, and what in them is. A megabyte is a million bytes. */
final class JarSizes {
  private static final Pattern CODE = Pattern.compile("(?m)^ *CodeUri: *(\\S+\\.jar)$");
  private static final double MEGABYTE = 1e6;
  private static final double WORTH_A_LINE = 0.1;
  private static final int PARTS = 6;

  /** What the layer of template.yaml adds to each function. */
  static final String LAYER = "shared-model/http-layer/target/layer/java/lib/aws-crt.jar";

  private JarSizes() {}

  /** The jars that template.yaml names, each once, and that of its layer. */
  static List<Path> ofTemplate(Path root) throws IOException {
    List<Path> jars = new ArrayList<>();
    Matcher code = CODE.matcher(Files.readString(root.resolve("template.yaml")));
    while (code.find()) {
      Path jar = root.resolve(code.group(1));
      if (!jars.contains(jar)) {
        jars.add(jar);
      }
    }
    Collections.sort(jars);
    jars.add(root.resolve(LAYER));
    return jars;
  }

  static double megabytes(Path jar) throws IOException {
    return Files.size(jar) / MEGABYTE;
  }

  /** The largest parts of a jar in megabytes, compressed as they lie there. */
  static String parts(Path jar) throws IOException {
    Map<String, Long> bytes = new HashMap<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : Collections.list(file.entries())) {
        bytes.merge(part(entry.getName()), entry.getCompressedSize(), Long::sum);
      }
    }
    return bytes.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .filter(part -> part.getValue() / MEGABYTE >= WORTH_A_LINE)
        .limit(PARTS)
        .map(
            part ->
                String.format(Locale.ROOT, "%s %.1f", part.getKey(), part.getValue() / MEGABYTE))
        .reduce((one, other) -> one + ", " + other)
        .orElse("");
  }

  /** What an entry belongs to, in words where there are some. */
  static String part(String entry) {
    String[] folders = entry.split("/", -1);
    if (entry.startsWith("software/amazon/awssdk/services/") && folders.length > 5) {
      return "SDK's " + folders[4];
    }
    if (entry.startsWith("software/amazon/awssdk/")) {
      return "SDK";
    }
    if (entry.startsWith("outlay/")) {
      return "Outlay";
    }
    if (entry.startsWith("META-INF/") || folders.length < 3) {
      return "resources";
    }
    boolean isOfOne = folders[0].equals("com") || folders[0].equals("org");
    return folders[1] + (isOfOne && folders.length > 3 ? " " + folders[2] : "");
  }
}
