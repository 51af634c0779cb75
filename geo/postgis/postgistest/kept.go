package postgistest

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"simbiyoz/migrations"
)

// keptDir names the directory of a private cluster that outlives a benchmark.
const keptDir = "SIMBIYOZ_BENCH_DATA"

var (
	keeping    sync.Once
	keeper     *server
	keepFailed error
)

// NewKept is NewFilled for what takes minutes to fill: where SIMBIYOZ_BENCH_DATA
// names a directory, what was filled under a name stays there for later runs and
// other packages, until the schema is another. fill may be given a database that
// is empty.
func NewKept(t testing.TB, name string, fill func(address string) error) *pgxpool.Pool {
	t.Helper()
	if os.Getenv(keptDir) == "" {
		return NewFilled(t, name, fill)
	}
	keeping.Do(func() { keeper, keepFailed = openKeeper(os.Getenv(keptDir)) })
	if keepFailed != nil {
		t.Fatal(keepFailed)
	}
	return keeper.copyOf(t, func(s *server) (string, error) { return s.keep(name, fill) })
}

func openKeeper(dir string) (*server, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	s, err := private(dir)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", keptDir, err)
	}
	s.strategy = " STRATEGY file_copy" // quicker for what is large
	return s, nil
}

// keep returns the name of the database that was filled under name, in this run
// or an earlier one.
func (s *server) keep(name string, fill func(address string) error) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	steps, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		return "", err
	}
	of := fmt.Sprintf("kept_%d_", len(steps))
	all, err := s.databases("kept_%")
	if err != nil {
		return "", err
	}
	for _, other := range all {
		if other == of+name {
			return other, nil
		}
		if !strings.HasPrefix(other, of) || strings.HasSuffix(other, "_unfinished") {
			if err := s.run(context.Background(), "DROP DATABASE "+other+" WITH (FORCE)"); err != nil {
				return "", err
			}
		}
	}
	unfinished := of + name + "_unfinished"
	if err := s.run(context.Background(), "CREATE DATABASE "+unfinished); err != nil {
		return "", err
	}
	if err := fill(on(s.url, unfinished)); err != nil {
		return "", err
	}
	return of + name, s.run(context.Background(), "ALTER DATABASE "+unfinished+" RENAME TO "+of+name)
}

// databases returns the names of databases that are like a pattern.
func (s *server) databases(like string) ([]string, error) {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, s.url)
	if err != nil {
		return nil, err
	}
	defer conn.Close(ctx)
	rows, _ := conn.Query(ctx, `SELECT datname FROM pg_database WHERE datname LIKE $1`, like)
	return pgx.CollectRows(rows, pgx.RowTo[string])
}
