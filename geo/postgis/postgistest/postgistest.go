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
	mu       sync.Mutex
	filled   map[string]bool // templates beside template, by name
	strategy string          // by which databases are copied
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
	if keeper != nil {
		keeper.cluster.Close()
	}
	return code
}

// New returns a pool on a fresh migrated database that is dropped after t.
// Where neither a server is named nor PostgreSQL installed, t is skipped; with
// CI set it fails.
func New(t testing.TB) *pgxpool.Pool {
	t.Helper()
	return start(t).copyOf(t, func(s *server) (string, error) { return s.template, nil })
}

// NewFilled is New, but the database is a copy of one that fill filled: it is
// called once for all tests of a package that give the same name, with the
// address of a migrated database on which it must leave no connection open.
func NewFilled(t testing.TB, name string, fill func(address string) error) *pgxpool.Pool {
	t.Helper()
	return start(t).copyOf(t, func(s *server) (string, error) { return s.fill(name, fill) })
}

func start(t testing.TB) *server {
	t.Helper()
	once.Do(func() { shared, failed = open() })
	if failed != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(failed)
		}
		t.Skip(failed)
	}
	return shared
}

// copyOf returns a pool on a copy of the database that template names.
func (s *server) copyOf(t testing.TB, template func(*server) (string, error)) *pgxpool.Pool {
	t.Helper()
	from, err := template(s)
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), number.Add(1))
	if err := s.run(t.Context(), "CREATE DATABASE "+name+" TEMPLATE "+from+s.strategy); err != nil {
		t.Fatal(err)
	}
	pool, err := pgxpool.New(t.Context(), on(s.url, name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		pool.Close()
		if err := s.run(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	return pool
}

// fill returns the name of the database that was filled under name.
func (s *server) fill(name string, fill func(address string) error) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	database := s.template + "_" + name
	if s.filled[name] {
		return database, nil
	}
	if err := s.run(context.Background(), "CREATE DATABASE "+database+" TEMPLATE "+s.template); err != nil {
		return "", err
	}
	if err := fill(on(s.url, database)); err != nil {
		return "", err
	}
	s.filled[name] = true
	return database, nil
}

func open() (*server, error) {
	ctx := context.Background()
	s := &server{url: os.Getenv("SIMBIYOZ_TEST_DATABASE"), template: fmt.Sprintf("template_%d", os.Getpid()), filled: map[string]bool{}}
	if s.url == "" {
		dir, err := os.MkdirTemp("", "simbiyoz-test-")
		if err != nil {
			return nil, err
		}
		if err := os.Chmod(dir, 0o755); err != nil { // user postgres passes through
			return nil, err
		}
		of, err := private(filepath.Join(dir, "c"))
		if err != nil {
			os.RemoveAll(dir)
			return nil, err
		}
		s.dir, s.url, s.cluster = dir, of.url, of.cluster
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

// private starts the private cluster of a directory.
func private(dir string) (*server, error) {
	cluster, err := postgis.OpenCluster(context.Background(), postgis.ClusterConfig{Dir: dir, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, err
	}
	s := &server{url: cluster.URL(), cluster: cluster, filled: map[string]bool{}}
	return s, s.hurry(context.Background())
}

// hurry makes the private cluster forgo what saves it from a crash.
func (s *server) hurry(ctx context.Context) error {
	for _, sql := range []string{"ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET synchronous_commit = off",
		"ALTER SYSTEM SET full_page_writes = off", "SELECT pg_reload_conf()"} {
		if err := s.run(ctx, sql); err != nil {
			return err
		}
	}
	return nil
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
