package io.distributary.sinks.memory;

import io.distributary.schemas.Reason;
import io.distributary.schemas.ResourceId;
import io.distributary.sink.Action;
import io.distributary.sink.Failure;
import io.distributary.sink.Projected;
import io.distributary.sink.ReadContext;
import io.distributary.sink.Readers;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoredResource;
import io.distributary.sink.TypeReader;
import io.distributary.sink.Visitor;
import io.distributary.sink.WriteResult;
import io.distributary.sinks.memory.Altered.Alteration;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sinks that read types wrongly. */
final class BrokenTypes {
  private static final int PAGE = 1_000;

  private BrokenTypes() {}

  private interface Typing {
    TypeReader of(TypeReader right, MemoryTable table);
  }

  private static Alteration typing(Typing typing) {
    return BrokenReading.reading(
        (right, table) -> right.withType(typing.of(right.type().orElseThrow(), table)));
  }

  /** What is handed over for a type. */
  private interface Content {
    Stream<MemoryDocument> of(MemoryTable table, String type);
  }

  private static Alteration content(Content content) {
    return typing(
        (right, table) ->
            (type, context, visitor) -> {
              context.requireWanted();
              BrokenReading.handOver(content.of(table, type), visitor);
            });
  }

  /** What stands where it belongs. */
  private static Stream<MemoryDocument> own(MemoryTable table) {
    return table.newestByName().entrySet().stream()
        .filter(row -> row.getValue().belongsUnder(row.getKey()))
        .map(Map.Entry::getValue);
  }

  private static Stream<MemoryDocument> live(MemoryTable table, String type) {
    return own(table).filter(document -> !document.deleted() && isOf(type, document));
  }

  private static boolean isOf(String type, MemoryDocument document) {
    return document.id().type().equals(type);
  }

  static Alteration showsTheDeletedInTypes() {
    return content((table, type) -> own(table).filter(document -> isOf(type, document)));
  }

  static Alteration showsFirstVersionsInTypes() {
    return content(
        (table, type) ->
            live(table, type)
                .map(document -> table.history(document.id()))
                .map(history -> history.get(history.size() - 1))
                .filter(document -> !document.deleted()));
  }

  static Alteration leavesTheNewestOfATypeOut() {
    return content(
        (table, type) -> {
          List<MemoryDocument> live =
              live(table, type).sorted(Comparator.comparing(MemoryDocument::version)).toList();
          return live.stream().limit(Math.max(0, live.size() - 1));
        });
  }

  /** As a store does that has not refreshed. */
  static Alteration readsTypesWithoutTheLastWrite() {
    return (right, table) -> {
      AtomicReference<Set<ResourceId>> last = new AtomicReference<>(Set.of());
      TypeReader reader =
          (type, context, visitor) ->
              right
                  .readers()
                  .type()
                  .orElseThrow()
                  .type(
                      type,
                      context,
                      item -> last.get().contains(item.head().id()) || visitor.visit(item));
      Readers readers = right.readers().withType(reader);
      return new Altered(right, table) {
        @Override
        public WriteResult write(List<Projected<MemoryDocument>> batch) throws SinkException {
          last.set(batch.stream().map(Projected::id).collect(Collectors.toSet()));
          return right.write(batch);
        }

        @Override
        public Readers readers() {
          return readers;
        }
      };
    };
  }

  static Alteration handsSomeOfATypeOverTwice() {
    return content(
        (table, type) -> live(table, type).flatMap(document -> Stream.of(document, document)));
  }

  static Alteration takesPrefixesForTypes() {
    return content(
        (table, type) ->
            own(table)
                .filter(document -> !document.deleted())
                .filter(document -> document.id().type().startsWith(type)));
  }

  static Alteration handsOneThousandOver() {
    return content((table, type) -> live(table, type).limit(PAGE));
  }

  static Alteration handsOverWhatItDidNotWrite() {
    return content(
        (table, type) ->
            table.newest().stream()
                .filter(document -> !document.deleted() && isOf(type, document)));
  }

  static Alteration endsATypeAtTheUnreadable() {
    Reason foreign = new Reason("foreign-document", "The view holds what is none of ours.");
    return typing(
        (right, table) ->
            (type, context, visitor) -> {
              if (live(table, type).count()
                  < table.newest().stream()
                      .filter(document -> !document.deleted() && isOf(type, document))
                      .count()) {
                throw new Failure(Action.STOP, foreign).exception();
              }
              right.type(type, context, visitor);
            });
  }

  static Alteration knowsNoUnseenTypes() {
    Reason unknown = new Reason("type-unknown", "The view has no such type.");
    return typing(
        (right, table) ->
            (type, context, visitor) -> {
              if (own(table).noneMatch(document -> isOf(type, document))) {
                throw new Failure(Action.REJECT, unknown).exception();
              }
              right.type(type, context, visitor);
            });
  }

  static Alteration goesOnThroughATypeWhenTold() {
    return typing(
        (right, table) ->
            (type, context, visitor) -> right.type(type, context, BrokenReading.deaf(visitor)));
  }

  static Alteration takesTheVisitorsFailureForItsOwn() {
    Reason failed = new Reason("store-failed", "The store failed.");
    return typing(
        (right, table) ->
            (type, context, visitor) -> {
              try {
                right.type(type, context, visitor);
              } catch (RuntimeException e) {
                throw new Failure(Action.RETRY, failed).exception(e);
              }
            });
  }

  static Alteration swallowsTheVisitorsFailure() {
    return typing(
        (right, table) ->
            (type, context, visitor) -> right.type(type, context, undisturbed(visitor)));
  }

  private static Visitor<StoredResource> undisturbed(Visitor<StoredResource> visitor) {
    return item -> {
      try {
        return visitor.visit(item);
      } catch (RuntimeException e) {
        return true;
      }
    };
  }

  static Alteration stopsWhenItIsLateWithAType() {
    Reason late = new Reason("deadline-passed", "There was not enough time.");
    return typing(
        (right, table) ->
            (type, context, visitor) -> {
              if (isLate(context)) {
                throw new Failure(Action.STOP, late).exception();
              }
              right.type(type, context, visitor);
            });
  }

  /** Says nothing of what it had no time for. */
  static Alteration cutsATypeWhenItIsLate() {
    return typing(
        (right, table) ->
            (type, context, visitor) -> {
              if (!isLate(context)) {
                right.type(type, context, visitor);
              }
            });
  }

  static Alteration tellsWhatItReadLast() {
    return typing(
        (right, table) ->
            (type, context, visitor) -> {
              if (isLate(context)) {
                String content =
                    live(table, type)
                        .map(document -> new String(document.json(), StandardCharsets.UTF_8))
                        .toList()
                        .toString();
                throw new Failure(Action.RETRY, new Reason("deadline-passed", content)).exception();
              }
              right.type(type, context, visitor);
            });
  }

  private static boolean isLate(ReadContext context) {
    return context.deadline().isBefore(Instant.now());
  }
}
