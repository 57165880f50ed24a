package io.distributary.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A Java program, to be run by the same JDK as this one.
 *
 * @param classPath in order; the first entry that has a class wins
 * @param jvmOptions for example {@code -Xmx384m}
 * @param arguments what {@code main} gets
 */
public record JavaProgram(
    List<Path> classPath, String mainClass, List<String> jvmOptions, List<String> arguments) {

  /** Keeps its own copies. */
  public JavaProgram {
    classPath = List.copyOf(classPath);
    jvmOptions = List.copyOf(jvmOptions);
    arguments = List.copyOf(arguments);
  }

  /**
   * The command that runs it. Class paths of servers are too long for some systems' command lines,
   * so that all of it goes into a file.
   *
   * @param argumentFile written here, anew each time
   */
  public List<String> command(Path argumentFile) throws IOException {
    List<String> words = new ArrayList<>(jvmOptions);
    words.add("-cp");
    words.add(classPath.stream().map(Path::toString).collect(Collectors.joining(":")));
    words.add(mainClass);
    words.addAll(arguments);
    Files.createDirectories(argumentFile.toAbsolutePath().getParent());
    Files.write(argumentFile, words.stream().map(JavaProgram::quoted).toList());
    return List.of(executable(), "@" + argumentFile.toAbsolutePath());
  }

  private static String executable() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static String quoted(String word) {
    return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
