package io.distributary.gateway;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isMethod;
import static net.bytebuddy.matcher.ElementMatchers.nameMatches;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.none;
import static net.bytebuddy.matcher.ElementMatchers.not;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * Which classes of the gateway and its sinks are entered: whose methods run, on any thread and by
 * any class loader. Nested classes are their outermost one; records and plain enums, the values
 * that are passed along, are left out.
 */
final class EnteredClasses {
  private static final String KEY = "distributary.entered";

  private final Set<String> names = ConcurrentHashMap.newKeySet();

  private EnteredClasses() {}

  /** From now on, for as long as this virtual machine lives. */
  static EnteredClasses watch() {
    EnteredClasses entered = new EnteredClasses();
    System.getProperties().put(KEY, entered.names);
    new AgentBuilder.Default(new ByteBuddy().ignore(none())) // lambdas are synthetic
        .disableClassFormatChanges()
        .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
        .with(
            // a plugin's loader does not show the bytes of the contract's classes
            AgentBuilder.LocationStrategy.ForClassLoader.STRONG.withFallbackTo(
                ClassFileLocator.ForClassLoader.ofSystemLoader()))
        .type(
            nameStartsWith("io.distributary.gateway.")
                .or(nameStartsWith("io.distributary.sinks."))
                .and(not(isOfTests()))
                .and(not(TypeDescription::isRecord))
                .and(not(EnteredClasses::isPlainEnum)))
        .transform(
            (builder, type, loader, module, domain) ->
                builder.visit(Advice.to(Entry.class).on(isMethod().and(not(isAbstract())))))
        .installOn(ByteBuddyAgent.install());
    return entered;
  }

  private static boolean isPlainEnum(TypeDescription type) {
    return type.isEnum() && type.getInterfaces().isEmpty();
  }

  /** Those of this package are tests, but for two. */
  private static ElementMatcher.Junction<TypeDescription> isOfTests() {
    return nameStartsWith("io.distributary.gateway.")
        .and(
            not(nameMatches("io\\.distributary\\.gateway\\.(?:[a-z].*|Main.*|Gateway(?:\\$.*)?)")));
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
