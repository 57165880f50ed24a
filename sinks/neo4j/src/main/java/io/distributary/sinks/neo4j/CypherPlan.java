package io.distributary.sinks.neo4j;

import io.distributary.sink.InvalidQueryException;
import java.util.Set;
import org.neo4j.driver.summary.Plan;
import org.neo4j.driver.summary.QueryType;
import org.neo4j.driver.summary.ResultSummary;

/**
 * Looks at the plan that the server would follow: every operator must be one that reads the graph.
 * An operator that is not known here is refused.
 */
final class CypherPlan {
  /** Names of Neo4j 5, see "Operators" in the Cypher manual; without what stands in brackets. */
  private static final Set<String> OPERATORS =
      Set.of(
          ("AllNodesScan AntiConditionalApply AntiSemiApply Apply Argument AssertSameNode"
                  + " AssertSameRelationship BidirectionalRepeat CacheProperties CartesianProduct"
                  + " ConditionalApply DirectedAllRelationshipsScan DirectedRelationshipByElementIdSeek"
                  + " DirectedRelationshipByIdSeek DirectedRelationshipTypeScan"
                  + " DirectedUnionRelationshipTypesScan Distinct Eager EagerAggregation EmptyResult"
                  + " EmptyRow Expand Filter IntersectionNodeByLabelsScan LeftOuterHashJoin"
                  + " LetAntiSemiApply LetSelectOrAntiSemiApply LetSelectOrSemiApply LetSemiApply Limit"
                  + " MultiNodeIndexSeek NodeByElementIdSeek NodeByIdSeek NodeByLabelScan"
                  + " NodeCountFromCountStore NodeHashJoin NodeIndexContainsScan NodeIndexEndsWithScan"
                  + " NodeIndexScan NodeIndexSeek NodeIndexSeekByRange NodeLeftOuterHashJoin"
                  + " NodeRightOuterHashJoin NodeUniqueIndexSeek NodeUniqueIndexSeekByRange Optional"
                  + " OptionalExpand OrderedAggregation OrderedDistinct OrderedUnion PartialSort"
                  + " PartialTop ProcedureCall ProduceResults ProjectEndpoints Projection"
                  + " RelationshipCountFromCountStore Repeat RightOuterHashJoin RollUpApply"
                  + " SelectOrAntiSemiApply SelectOrSemiApply SemiApply ShortestPath Skip Sort"
                  + " StatefulShortestPath SubtractionNodeByLabelsScan Top TriadicBuild TriadicFilter"
                  + " TriadicSelection UndirectedAllRelationshipsScan"
                  + " UndirectedRelationshipByElementIdSeek UndirectedRelationshipByIdSeek"
                  + " UndirectedRelationshipTypeScan UndirectedUnionRelationshipTypesScan Union"
                  + " UnionNodeByLabelsScan Unwind ValueHashJoin VarLengthExpand")
              .split(" "));

  private CypherPlan() {}

  static void check(ResultSummary explained) throws InvalidQueryException {
    if (explained.queryType() != QueryType.READ_ONLY || !explained.hasPlan()) {
      throw new InvalidQueryException("statement: must do nothing but read");
    }
    check(explained.plan());
  }

  private static void check(Plan plan) throws InvalidQueryException {
    String operator = plan.operatorType().replaceAll("[(@].*", "");
    if (!OPERATORS.contains(operator)) {
      throw new InvalidQueryException("statement: " + operator + " is not allowed");
    }
    for (Plan child : plan.children()) {
      check(child);
    }
  }
}
