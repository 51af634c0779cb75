package postgis

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
)

// ClusterConfig says where a private PostgreSQL cluster lives.
type ClusterConfig struct {
	Dir string // its data directory; made when absent
	Log *slog.Logger
}

// Cluster is a private PostgreSQL that this process supervises. It listens on
// a Unix socket in its own directory alone, open to nobody but its owner.
type Cluster struct {
	cfg    ClusterConfig
	owner  owner
	bin    string
	lock   *os.File
	stop   context.CancelFunc
	ended  chan struct{}
	mu     sync.Mutex
	server *exec.Cmd
}

// database is the one database of a private cluster, and its superuser.
const database = "simbiyoz"

// OpenCluster starts the private cluster in cfg.Dir, making it on first use,
// and keeps it running until Close. As root it runs as user "postgres", for
// PostgreSQL refuses root. A directory that another instance holds is a
// geo.ErrUnderway. A server that a killed instance left behind is stopped
// first: two never run.
func OpenCluster(ctx context.Context, cfg ClusterConfig) (*Cluster, error) {
	c := &Cluster{cfg: cfg, ended: make(chan struct{})}
	var err error
	if c.bin, err = binaries(); err != nil {
		return nil, err
	}
	if c.owner, err = serverOwner(); err != nil {
		return nil, err
	}
	if err := c.owner.makeDir(cfg.Dir); err != nil {
		return nil, err
	}
	if c.lock, err = hold(filepath.Join(cfg.Dir, "lock")); err != nil {
		return nil, err
	}
	if err := c.prepare(ctx); err != nil {
		c.lock.Close()
		return nil, err
	}
	return c, nil
}

func (c *Cluster) prepare(ctx context.Context) error {
	if err := c.owner.makeDir(socket(c.cfg.Dir)); err != nil {
		return err
	}
	if err := c.initialise(ctx); err != nil {
		return err
	}
	if err := c.stopLeftover(ctx); err != nil {
		return err
	}
	if err := c.start(); err != nil {
		return err
	}
	if err := c.await(ctx); err != nil {
		c.signal(syscall.SIGQUIT)
		return err
	}
	watch, stop := context.WithCancel(context.Background())
	c.stop = stop
	go c.supervise(watch)
	return nil
}

// URL is the address of the cluster's database.
func (c *Cluster) URL() string { return ClusterURL(c.cfg.Dir) }

// ClusterURL is the address of the database of the cluster in dir: the
// socket's directory is the host.
func ClusterURL(dir string) string { return address(dir, database) }

func address(dir, name string) string {
	return "postgres:///?" + url.Values{"host": {socket(dir)}, "user": {database}, "dbname": {name}}.Encode()
}

// Close stops the server (fast: sessions are ended, work is rolled back) and
// lets go of the directory.
func (c *Cluster) Close() error {
	c.stop()
	c.signal(syscall.SIGINT)
	select {
	case <-c.ended:
	case <-time.After(20 * time.Second):
		c.signal(syscall.SIGQUIT)
		<-c.ended
	}
	return c.lock.Close()
}

func (c *Cluster) data() string { return filepath.Join(c.cfg.Dir, "pg15") }

// socket is where the server listens. A Unix socket's path has at most 107
// bytes; a longer directory gets a place below the system's temporary one.
func socket(dir string) string {
	run := filepath.Join(dir, "run")
	if len(run)+len("/.s.PGSQL.5432.lock") <= 107 {
		return run
	}
	return filepath.Join(os.TempDir(), "simbiyoz-"+shortHash(dir))
}

// initialise makes the cluster's files, in a directory of another name until
// they are whole.
func (c *Cluster) initialise(ctx context.Context) error {
	version, err := os.ReadFile(filepath.Join(c.data(), "PG_VERSION"))
	switch {
	case err == nil && string(bytes.TrimSpace(version)) == "15":
		return nil
	case err == nil:
		return fmt.Errorf("%s was made by PostgreSQL %s, not 15", c.data(), bytes.TrimSpace(version))
	case !errors.Is(err, os.ErrNotExist):
		return err
	}
	fresh := c.data() + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return err
	}
	// ICU would tie indexes to a library's version; the C locale does not, and
	// Turkish order is asked for where people see it.
	init := c.command(ctx, "initdb", "-D", fresh, "-U", database, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions")
	if out, err := init.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, bytes.TrimSpace(out))
	}
	return os.Rename(fresh, c.data())
}

func (c *Cluster) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, filepath.Join(c.bin, name), args...)
	cmd.Dir = c.cfg.Dir
	cmd.Env = []string{"LANG=C.UTF-8", "PATH=" + os.Getenv("PATH"), "HOME=" + c.cfg.Dir}
	cmd.SysProcAttr = c.owner.attributes()
	return cmd
}

// start runs the server. It must not get our terminal's signals: we stop it
// ourselves, after our own work is done.
func (c *Cluster) start() error {
	logFile, err := os.OpenFile(filepath.Join(c.cfg.Dir, "postgres.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer logFile.Close()
	server := c.command(context.Background(), "postgres", "-D", c.data(), "-k", socket(c.cfg.Dir),
		"-c", "listen_addresses=", "-c", "unix_socket_permissions=0700",
		"-c", "max_connections=60", "-c", "shared_buffers="+sharedBuffers(), "-c", "work_mem=16MB",
		"-c", "maintenance_work_mem=256MB", "-c", "max_wal_size=2GB", "-c", "random_page_cost=1.1", "-c", "jit=off")
	server.SysProcAttr.Setpgid = true
	server.Stdout, server.Stderr = logFile, logFile
	if err := server.Start(); err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	c.mu.Lock()
	c.server = server
	c.mu.Unlock()
	return nil
}

// await returns once the server takes connections and the database is there.
func (c *Cluster) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 60*time.Second)
	defer cancel()
	admin := address(c.cfg.Dir, "postgres")
	for {
		conn, err := pgx.Connect(ctx, admin)
		if err == nil {
			defer conn.Close(ctx)
			return makeDatabase(ctx, conn)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("PostgreSQL does not answer, see %s: %w", filepath.Join(c.cfg.Dir, "postgres.log"), err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func makeDatabase(ctx context.Context, conn *pgx.Conn) error {
	var there bool
	err := conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, database).Scan(&there)
	if err != nil || there {
		return err
	}
	_, err = conn.Exec(ctx, `CREATE DATABASE `+database)
	return err
}

// supervise starts the server anew whenever it ends unasked, later each time
// it ends soon.
func (c *Cluster) supervise(ctx context.Context) {
	defer close(c.ended)
	pause := 200 * time.Millisecond
	for {
		began := time.Now()
		err := c.wait()
		if ctx.Err() != nil {
			return
		}
		c.cfg.Log.Warn("PostgreSQL ended and is started again", "error", err, "after_s", time.Since(began).Seconds())
		if time.Since(began) > time.Minute {
			pause = 200 * time.Millisecond
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
		pause = min(2*pause, 10*time.Second)
		if err := c.stopLeftover(ctx); err != nil {
			c.cfg.Log.Error("PostgreSQL's remains do not go", "error", err)
		}
		if err := c.start(); err != nil {
			c.cfg.Log.Error("PostgreSQL does not start", "error", err)
		}
	}
}

func (c *Cluster) wait() error {
	c.mu.Lock()
	server := c.server
	c.mu.Unlock()
	return server.Wait()
}

func (c *Cluster) signal(s syscall.Signal) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.server != nil && c.server.Process != nil {
		// An error means that it has ended, which is what we want.
		_ = c.server.Process.Signal(s)
	}
}

// hold takes the lock that one instance at a time has.
func hold(name string) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		var pid [16]byte
		n, _ := f.Read(pid[:])
		f.Close()
		return nil, fmt.Errorf("%s: process %s holds it: %w", filepath.Dir(name), bytes.TrimSpace(pid[:n]), geo.ErrUnderway)
	}
	if err := f.Truncate(0); err != nil {
		return nil, err
	}
	_, err = fmt.Fprintln(f, os.Getpid())
	return f, err
}
