package io.distributary.gateway;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isMethod;
import static net.bytebuddy.matcher.ElementMatchers.isSubTypeOf;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.not;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;

/**
 * Which classes of the project are entered: whose methods run, on any thread and by any class
 * loader. Nested classes are their outermost one; records and enums, the values that are passed
 * along, are left out.
 */
final class EnteredClasses {
  private static final String KEY = "distributary.entered";

  private final Set<String> names = ConcurrentHashMap.newKeySet();

  private EnteredClasses() {}

  /** From now on, for as long as this virtual machine lives. */
  static EnteredClasses watch() {
    EnteredClasses entered = new EnteredClasses();
    System.getProperties().put(KEY, entered.names);
    new AgentBuilder.Default()
        .disableClassFormatChanges()
        .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
        .type(
            nameStartsWith("io.distributary.")
                .and(not(isSubTypeOf(Record.class)))
                .and(not(TypeDescription::isEnum)))
        .transform(
            (builder, type, loader, module, domain) ->
                builder.visit(Advice.to(Entry.class).on(isMethod().and(not(isAbstract())))))
        .installOn(ByteBuddyAgent.install());
    return entered;
  }

  void forget() {
    names.clear();
  }

  /** Simple names of outermost classes. */
  Set<String> names() {
    Set<String> simple = new TreeSet<>();
    for (String name : names) {
      String last = name.substring(name.lastIndexOf('.') + 1);
      simple.add(last.contains("$") ? last.substring(0, last.indexOf('$')) : last);
    }
    return simple;
  }

  /** Inlined into each method; must not name a class that not every loader knows. */
  static final class Entry {
    private Entry() {}

    @Advice.OnMethodEnter
    @SuppressWarnings("unchecked") // nobody else uses the key
    static void enter(@Advice.Origin("#t") String type) {
      Object names = System.getProperties().get("distributary.entered");
      if (names != null) {
        ((Set<String>) names).add(type);
      }
    }
  }
}
