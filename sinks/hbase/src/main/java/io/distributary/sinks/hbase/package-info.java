/**
 * The wide-column view in HBase: every version of every resource, a chart as one contiguous scan,
 * and any chart as of any moment. A cell's timestamp is the event's version, never a clock's, so
 * that writes commute: order, duplicates and replay do not matter.
 *
 * <p>Three tables, named {@code <tablePrefix>_<table>_r<revision>}, each with the one family {@code
 * d}:
 *
 * <table>
 *   <caption>Tables</caption>
 *   <tr><th>table</th><th>row</th><th>cells, at the version's timestamp</th></tr>
 *   <tr><td>charts</td><td>{@code salt|key|Type/id}</td><td>{@code body}: the resource's bytes, void
 *   for a tombstone; {@code head}: see {@link io.distributary.sinks.hbase.CellHead}</td></tr>
 *   <tr><td>resources</td><td>{@code Type/id}</td><td>{@code <key>}: the same head. A column for each
 *   key that the resource ever had; the greatest timestamp tells the current one</td></tr>
 *   <tr><td>timeline</td><td>{@code salt|key|reversed date|Type/id}</td><td>{@code date}: the
 *   clinical date as the source wrote it</td></tr>
 * </table>
 *
 * <p>Nothing is ever deleted in place but by a repair, which compacts afterwards: a delete marker
 * masks later writes at or below its timestamp.
 *
 * <p>More than 20 files: a sink is one package, of which its plugin alone is public.
 */
@NullMarked
package io.distributary.sinks.hbase;

import org.jspecify.annotations.NullMarked;
