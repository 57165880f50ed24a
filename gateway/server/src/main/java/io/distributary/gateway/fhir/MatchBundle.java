package io.distributary.gateway.fhir;

import io.distributary.gateway.match.Matches;
import io.distributary.gateway.match.Matches.Withheld;
import io.distributary.gateway.matching.lookup.Candidate;
import io.distributary.gateway.matching.model.Explanation;
import io.distributary.sink.StoredResource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The answer of {@code Patient/$match}: a searchset, the most probable first, each entry with its
 * score (a probability) and FHIR's match-grade.
 */
public final class MatchBundle {
  private static final String GRADE = "http://hl7.org/fhir/StructureDefinition/match-grade";

  /** Of the explanation: prior, relatives, field (name, level, bits), total; all in bits. */
  private static final String EXPLANATION = "urn:distributary:match-explanation";

  private static final int DIGITS = 6;

  private MatchBundle() {}

  /**
   * The answer as JSON.
   *
   * @param stored the patients of the candidates, as far as a view holds them, by their ids
   * @param explain whether each score is explained
   * @param base the URL of the FHIR service, without a slash at its end
   */
  public static byte[] json(
      Matches matches, Map<String, StoredResource> stored, boolean explain, String base) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      BundleWriter bundle =
          new BundleWriter(BundleWriter.Type.SEARCHSET, base, "Patient/$match", out);
      int missing = 0;
      int gone = 0;
      for (Candidate candidate : matches.candidates()) {
        StoredResource patient = stored.get(candidate.id());
        if (patient == null) {
          missing++;
        } else if (patient.head().deleted()) {
          gone++;
        } else {
          bundle.add(patient, search(candidate, explain));
        }
      }
      if (missing > 0) {
        bundle.advise(warning(missing));
      }
      if (matches.withheld().isPresent()) {
        bundle.advise(advice(matches.withheld().get()));
      }
      bundle.end(matches.total() - missing - gone);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static OperationOutcome warning(int missing) {
    return new OperationOutcome(
        "warning",
        "incomplete",
        missing
            + " of the matches cannot be shown: the view that keeps patients does not hold them, or"
            + " not yet.",
        "");
  }

  private static OperationOutcome advice(Withheld why) {
    return switch (why) {
      case SEVERAL_CERTAIN ->
          advice(
              "multiple-matches",
              "Several patients match certainly, so none is given: which of them is meant, or"
                  + " whether they are one person's, a human being must decide. Ask without"
                  + " onlyCertainMatches to see them.");
      case SEVERAL_ALIKE ->
          advice(
              "multiple-matches",
              "Several patients match about as well, so none is given. Ask without onlySingleMatch"
                  + " to see them.");
      case NONE_CERTAIN ->
          advice(
              "informational",
              "No patient matches certainly. Ask without onlyCertainMatches to see those that may"
                  + " match.");
    };
  }

  private static OperationOutcome advice(String code, String words) {
    return new OperationOutcome("information", code, words, "");
  }

  private static Map<String, Object> search(Candidate candidate, boolean explain) {
    List<Map<String, Object>> extensions = new ArrayList<>();
    extensions.add(extension(GRADE, "valueCode", candidate.grade().code()));
    if (explain) {
      extensions.add(explanation(candidate));
    }
    Map<String, Object> search = new LinkedHashMap<>();
    search.put("extension", extensions);
    search.put("mode", "match");
    search.put("score", rounded(candidate.explanation().probability()));
    return search;
  }

  private static Map<String, Object> explanation(Candidate candidate) {
    Explanation why = candidate.explanation();
    List<Map<String, Object>> parts = new ArrayList<>();
    for (Explanation.Contribution part : why.contributions()) {
      parts.add(
          nested(
              "field",
              List.of(
                  extension("name", "valueString", part.field().word()),
                  extension("level", "valueString", part.level()),
                  bits("bits", part.bits()))));
    }
    parts.add(bits("relatives", why.relatives()));
    parts.add(bits("prior", why.prior()));
    parts.add(bits("total", why.score()));
    if (candidate.twins()) {
      parts.add(extension("review", "valueString", "twins"));
    }
    return nested(EXPLANATION, parts);
  }

  private static Map<String, Object> nested(String url, List<Map<String, Object>> parts) {
    Map<String, Object> extension = new LinkedHashMap<>();
    extension.put("extension", parts);
    extension.put("url", url);
    return extension;
  }

  private static Map<String, Object> bits(String url, double bits) {
    return extension(url, "valueDecimal", rounded(bits));
  }

  private static Map<String, Object> extension(String url, String type, Object value) {
    Map<String, Object> extension = new LinkedHashMap<>();
    extension.put("url", url);
    extension.put(type, value);
    return extension;
  }

  private static BigDecimal rounded(double value) {
    return BigDecimal.valueOf(value).setScale(DIGITS, RoundingMode.HALF_EVEN);
  }
}
