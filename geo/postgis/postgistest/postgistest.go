// Package postgistest gives tests a real, migrated database of their own. It
// uses the server that SIMBIYOZ_TEST_DATABASE names, or starts a private
// cluster, one for all tests of a package. Only test files import it.
package postgistest

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"simbiyoz/geo/postgis"
)

// server is where databases are made, with a migrated one to copy.
type server struct {
	url      string
	template string
	cluster  *postgis.Cluster
	dir      string
}

var (
	once   sync.Once
	shared *server
	failed error
	number atomic.Int64
)

// Run runs a package's tests and stops the cluster that they started:
//
//	func TestMain(m *testing.M) { os.Exit(postgistest.Run(m)) }
func Run(m *testing.M) int {
	code := m.Run()
	if shared != nil && shared.cluster != nil {
		shared.cluster.Close()
		os.RemoveAll(shared.dir)
	}
	return code
}

// New returns a pool on a fresh migrated database that is dropped after t.
// Where neither a server is named nor PostgreSQL installed, t is skipped; with
// CI set it fails.
func New(t testing.TB) *pgxpool.Pool {
	t.Helper()
	once.Do(func() { shared, failed = open() })
	if failed != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(failed)
		}
		t.Skip(failed)
	}
	ctx := t.Context()
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), number.Add(1))
	if err := shared.run(ctx, "CREATE DATABASE "+name+" TEMPLATE "+shared.template); err != nil {
		t.Fatal(err)
	}
	pool, err := pgxpool.New(ctx, on(shared.url, name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		pool.Close()
		if err := shared.run(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	return pool
}

func open() (*server, error) {
	ctx := context.Background()
	s := &server{url: os.Getenv("SIMBIYOZ_TEST_DATABASE"), template: fmt.Sprintf("template_%d", os.Getpid())}
	if s.url == "" {
		dir, err := os.MkdirTemp("", "simbiyoz-test-")
		if err != nil {
			return nil, err
		}
		if err := os.Chmod(dir, 0o755); err != nil { // user postgres passes through
			return nil, err
		}
		s.dir = dir
		s.cluster, err = postgis.OpenCluster(ctx, postgis.ClusterConfig{Dir: filepath.Join(dir, "c"), Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			os.RemoveAll(dir)
			return nil, err
		}
		s.url = s.cluster.URL()
	}
	if err := s.run(ctx, "CREATE DATABASE "+s.template); err != nil {
		return nil, err
	}
	pool, err := pgxpool.New(ctx, on(s.url, s.template))
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	return s, postgis.Migrate(ctx, pool)
}

func (s *server) run(ctx context.Context, sql string) error {
	conn, err := pgx.Connect(ctx, s.url)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, sql)
	return err
}

// on returns the address of another database of the same server.
func on(address, database string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	q := u.Query()
	q.Del("dbname")
	u.RawQuery, u.Path = q.Encode(), "/"+database
	return u.String()
}
