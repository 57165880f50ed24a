package io.distributary.cli.link;

import io.distributary.gateway.matching.record.Records;
import java.util.List;

/**
 * The records of all files.
 *
 * @param ids by record
 * @param files by record, the number of its file
 */
record Loaded(List<String> ids, byte[] files, Records records) {}
