package io.distributary.servers.elasticsearch.module;

import java.util.function.UnaryOperator;
import org.apache.commons.codec.Encoder;
import org.apache.commons.codec.language.ColognePhonetic;
import org.apache.commons.codec.language.Metaphone;
import org.apache.commons.codec.language.Nysiis;
import org.apache.commons.codec.language.RefinedSoundex;
import org.apache.commons.codec.language.Soundex;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenFilter;
import org.apache.lucene.analysis.ngram.NGramTokenFilter;
import org.apache.lucene.analysis.phonetic.DoubleMetaphoneFilter;
import org.apache.lucene.analysis.phonetic.PhoneticFilter;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.TokenFilterFactory;

/** Lucene's token filters under the names, settings and defaults that stock servers give them. */
final class TokenFilters {
  private TokenFilters() {}

  static TokenFilterFactory edgeNgram(String name, Settings settings) {
    int min = settings.getAsInt("min_gram", 1);
    int max = settings.getAsInt("max_gram", 2);
    boolean keep = settings.getAsBoolean("preserve_original", false);
    return new Factory(name, in -> new EdgeNGramTokenFilter(in, min, max, keep), in -> in);
  }

  static TokenFilterFactory ngram(String name, Settings settings) {
    int min = settings.getAsInt("min_gram", 1);
    int max = settings.getAsInt("max_gram", 2);
    boolean keep = settings.getAsBoolean("preserve_original", false);
    return new Factory(name, in -> new NGramTokenFilter(in, min, max, keep), in -> in);
  }

  static TokenFilterFactory folding(String name, Settings settings) {
    boolean keep = settings.getAsBoolean("preserve_original", false);
    return new Factory(name, in -> new ASCIIFoldingFilter(in, keep), ASCIIFoldingFilter::new);
  }

  static TokenFilterFactory phonetic(String name, Settings settings) {
    String encoder = settings.get("encoder", "metaphone");
    boolean inject = !settings.getAsBoolean("replace", true);
    if (encoder.equals("double_metaphone") || encoder.equals("doublemetaphone")) {
      int length = settings.getAsInt("max_code_len", 4);
      return new Factory(name, in -> new DoubleMetaphoneFilter(in, length, inject), in -> in);
    }
    encoder(encoder); // an unknown one is refused when the index is made
    return new Factory(name, in -> new PhoneticFilter(in, encoder(encoder), inject), in -> in);
  }

  /** A new one each time: encoders have state. */
  private static Encoder encoder(String name) {
    return switch (name) {
      case "metaphone" -> new Metaphone();
      case "soundex" -> new Soundex();
      case "refined_soundex", "refinedsoundex" -> new RefinedSoundex();
      case "cologne", "colognephonetic" -> new ColognePhonetic();
      case "nysiis" -> new Nysiis();
      default ->
          throw new IllegalArgumentException(
              "unknown encoder [" + name + "] for phonetic token filter");
    };
  }

  private record Factory(
      String name, UnaryOperator<TokenStream> create, UnaryOperator<TokenStream> normalize)
      implements TokenFilterFactory {

    @Override
    public TokenStream create(TokenStream in) {
      return create.apply(in);
    }

    @Override
    public TokenStream normalize(TokenStream in) {
      return normalize.apply(in);
    }
  }
}
