package main

import (
	"context"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
)

// slowQueries logs statements that take long, with their plan.
type slowQueries struct {
	log  *slog.Logger
	from time.Duration // this long or longer
	busy atomic.Bool   // a plan is being asked for
}

type queryKey struct{}

type queryStart struct {
	at   time.Time
	sql  string
	args []any
}

// TraceQueryStart is pgx.QueryTracer's.
func (s *slowQueries) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	return context.WithValue(ctx, queryKey{}, queryStart{time.Now(), q.SQL, q.Args})
}

// TraceQueryEnd is pgx.QueryTracer's. Values are not logged: they may be what
// only some may see.
func (s *slowQueries) TraceQueryEnd(ctx context.Context, conn *pgx.Conn, end pgx.TraceQueryEndData) {
	if q, ok := ctx.Value(queryKey{}).(queryStart); ok {
		s.note(ctx, conn, q)
	}
}

// TraceBatchStart is pgx.BatchTracer's.
func (s *slowQueries) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	at := time.Now()
	return context.WithValue(ctx, queryKey{}, &at)
}

// TraceBatchQuery is pgx.BatchTracer's. A batch's statements end one by one.
func (s *slowQueries) TraceBatchQuery(ctx context.Context, conn *pgx.Conn, q pgx.TraceBatchQueryData) {
	if at, ok := ctx.Value(queryKey{}).(*time.Time); ok {
		s.note(ctx, conn, queryStart{*at, q.SQL, q.Args})
		*at = time.Now()
	}
}

// TraceBatchEnd is pgx.BatchTracer's.
func (s *slowQueries) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

// note logs q if it took long.
func (s *slowQueries) note(ctx context.Context, conn *pgx.Conn, q queryStart) {
	took := time.Since(q.at)
	if took < s.from || strings.HasPrefix(q.sql, "EXPLAIN") {
		return
	}
	attrs := []any{"took_s", took.Seconds(), "sql", strings.Join(strings.Fields(q.sql), " ")}
	if !reads(q.sql) || !s.busy.CompareAndSwap(false, true) {
		s.log.WarnContext(ctx, "slow query", attrs...)
		return
	}
	address, log := conn.Config().Copy(), s.log
	go func() { // on a connection of its own: this one may be in a transaction
		defer s.busy.Store(false)
		log.WarnContext(ctx, "slow query", append(attrs, "plan", plan(context.WithoutCancel(ctx), address, q))...)
	}()
}

func reads(sql string) bool {
	first := strings.ToUpper(strings.TrimSpace(sql))
	return strings.HasPrefix(first, "SELECT") || strings.HasPrefix(first, "WITH")
}

// plan returns how the database would go about q.
func plan(ctx context.Context, address *pgx.ConnConfig, q queryStart) string {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	address.Tracer = nil
	conn, err := pgx.ConnectConfig(ctx, address)
	if err != nil {
		return err.Error()
	}
	defer conn.Close(ctx)
	rows, _ := conn.Query(ctx, "EXPLAIN "+q.sql, q.args...)
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err.Error()
	}
	return strings.Join(lines, "\n")
}
