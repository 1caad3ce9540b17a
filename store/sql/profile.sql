-- What goes together and what it takes, by run.

-- name: having_insert :run
INSERT INTO stratum_having (run_id, cluster, pseudonym)
VALUES (:run_id, :cluster, :pseudonym);

-- name: pair_insert :run
INSERT INTO stratum_pair (run_id, ats, level, cluster_a, cluster_b, n)
VALUES (:run_id, :ats, :level, :cluster_a, :cluster_b, :n);

-- name: use_insert :run
INSERT INTO stratum_use (run_id, ats, level, main_cluster, flow, people, users,
	records, cost_cents, unpriced)
VALUES (:run_id, :ats, :level, :main_cluster, :flow, :people, :users, :records,
	:cost_cents, :unpriced);

-- name: profile_pairs :many
SELECT cluster_a, cluster_b, sum(n) FROM stratum_pair
 WHERE run_id = :run_id AND level BETWEEN :level_from AND :level_to
   AND (CAST(:ats AS TEXT) IS NULL OR ats = :ats)
 GROUP BY cluster_a, cluster_b;

-- name: profile_uses :many
SELECT main_cluster, flow, sum(people), sum(users), sum(records),
       sum(cost_cents), sum(unpriced)
  FROM stratum_use
 WHERE run_id = :run_id AND level BETWEEN :level_from AND :level_to
   AND (CAST(:ats AS TEXT) IS NULL OR ats = :ats)
 GROUP BY main_cluster, flow ORDER BY main_cluster, flow;
