package io.distributary.schemas.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.fhir.Resource;
import java.util.SplittableRandom;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionKeysTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "|'subject':{'reference':'Patient/p'}|, Patient/p",
        "|'patient':{'reference':'Patient/p'}|, Patient/p",
        "|'beneficiary':{'reference':'Patient/p'}|, Patient/p",
        "|'individual':{'reference':'Patient/p'}|, Patient/p",
        "|'for':{'reference':'Patient/p'}|, Patient/p",
        "|'subject':{'reference':'Patient/p/_history/3'}|, Patient/p",
        "|'patient':{'reference':'Patient/q'},'subject':{'reference':'Patient/p'}|, Patient/p",
        "|'subject':{'reference':'Group/g'},'patient':{'reference':'Patient/p'}|, Patient/p",
        "|'subject':[{'reference':'Device/d'},{'reference':'Patient/p'}]|, Patient/p",
        "|'subject':[{'reference':'Patient/p'},{'reference':'Patient/q'}]|, Patient/p",
        "|'subject':{'reference':'Group/g'}|, Basic/a",
        "|'subject':{'reference':'urn:uuid:1'}|, Basic/a",
        "|'subject':{'reference':'#p'}|, Basic/a",
        "|'subject':{'reference':'https://example.org/Patient/p'}|, Basic/a",
        "|'subject':{'reference':'Patient?identifier=x'}|, Basic/a",
        "|'subject':{'display':'Patient/p'}|, Basic/a",
        "|'subject':'Patient/p'|, Basic/a",
        "|'performer':{'reference':'Patient/p'}|, Basic/a",
        "|'x':{'subject':{'reference':'Patient/p'}}|, Basic/a"
      })
  void theKeyIsTheFirstPatientThatTheResourceIsAboutElseItself(String fields, String key)
      throws Exception {
    String json = "{'resourceType':'Basic','id':'a'," + fields + "}";

    assertThat(PartitionKeys.keyOf(Resource.parse(json.replace('\'', '"').getBytes(UTF_8))))
        .hasToString(key);
  }

  @Test
  void aPatientIsItsOwnKeyAsAreItsDeletionAndItsData() throws Exception {
    ResourceId patient = new ResourceId("Patient", "p");

    assertThat(PartitionKeys.keyOf(Resource.tombstone(patient))).isEqualTo(patient);
  }

  /** The vectors of Kafka's own UtilsTest. */
  @ParameterizedTest
  @CsvSource({
    "21, -973932308",
    "foobar, -790332482",
    "a-little-bit-long-string, -985981536",
    "a-little-bit-longer-string, -1486304829",
    "lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8, -58897971",
    "abc, 479470107"
  })
  void theHashIsKafkasMurmur2(String text, int hash) {
    assertThat(PartitionKeys.murmur2(text.getBytes(UTF_8))).isEqualTo(hash);
  }

  @Test
  void keysOfEveryLengthLieWhereKafkasClientPutsThem() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 2_000; i++) {
      String key =
          "T/" + Long.toString(random.nextLong() >>> random.nextInt(60), 36).replace("-", "x");
      int partitions = 1 + random.nextInt(4_096);

      assertThat(PartitionKeys.partitionOf(ResourceId.parse(key), partitions))
          .as("%s of %d", key, partitions)
          .isEqualTo(Utils.toPositive(Utils.murmur2(key.getBytes(UTF_8))) % partitions);
    }
  }
}
