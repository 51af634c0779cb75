package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// TestARebuildKilledInTheMiddle kills the program that finds all matches anew
// with SIGKILL, lets it resume, and holds what is stored against the rows of a
// rebuild that nobody killed.
func TestARebuildKilledInTheMiddle(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("builds and kills the program")
	}
	h, _ := demoHouse(t)
	r := newRebuilder(t, h.pool)
	r.whole()
	want := digest(t, h.pool)
	killed := r.killed(150)
	half := digest(t, h.pool)
	r.run("match", "rebuild", "--resume")
	if got := digest(t, h.pool); got != want || half == want {
		t.Errorf("killed after %d resources with %s, resumed to %s, want %s", killed, half, got, want)
	}
	t.Logf("killed after %d resources with %s, resumed to %s", killed, half, want)
}

// rebuilder runs the built program on a pool's database.
type rebuilder struct {
	testing.TB
	pool *pgxpool.Pool
	path string
	env  []string
}

func newRebuilder(t testing.TB, pool *pgxpool.Pool) *rebuilder {
	t.Helper()
	dir := t.TempDir()
	r := &rebuilder{t, pool, filepath.Join(dir, "simbiyoz"), append(os.Environ(), "DATABASE_URL="+pool.Config().ConnString(),
		"SIMBIYOZ_DATA="+dir, "SIMBIYOZ_LISTEN=127.0.0.1:0", "SIMBIYOZ_LOG=error")}
	if out, err := exec.Command("go", "build", "-o", r.path, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return r
}

func (r *rebuilder) command(args ...string) *exec.Cmd {
	cmd := exec.Command(r.path, args...)
	cmd.Env, cmd.Stderr = r.env, os.Stderr
	return cmd
}

// run runs the program to its end and returns what it used.
func (r *rebuilder) run(args ...string) *os.ProcessState {
	r.Helper()
	cmd := r.command(args...)
	if err := cmd.Run(); err != nil {
		r.Fatalf("%v: %v", args, err)
	}
	return cmd.ProcessState
}

// empty lets no match stand.
func (r *rebuilder) empty() {
	r.Helper()
	if _, err := r.pool.Exec(r.Context(), `TRUNCATE match CASCADE`); err != nil {
		r.Fatal(err)
	}
}

// whole finds all matches from none, and returns how long that takes and the
// most memory of the program, MB.
func (r *rebuilder) whole() (took time.Duration, peak float64) {
	r.Helper()
	r.empty()
	start := time.Now()
	state := r.run("match", "rebuild")
	return time.Since(start), float64(state.SysUsage().(*syscall.Rusage).Maxrss) / 1024
}

// killed begins to find all matches from none, kills the program once so many
// resources are done, and returns how many are.
func (r *rebuilder) killed(after int) (done int) {
	r.Helper()
	r.empty()
	const matched = `SELECT count(*) FROM matched`
	cmd := r.command("match", "rebuild")
	if err := cmd.Start(); err != nil {
		r.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for begun := false; !begun || done < after; time.Sleep(2 * time.Millisecond) {
		if err := r.pool.QueryRow(r.Context(), matched).Scan(&done); err != nil {
			r.Fatal(err)
		}
		begun = begun || done < after // the old ones are forgotten
		select {
		case err := <-ended:
			r.Fatalf("the rebuild ended before it was killed: %v", err)
		default:
		}
	}
	if err := cmd.Process.Kill(); err != nil {
		r.Fatal(err)
	}
	<-ended
	if err := r.pool.QueryRow(r.Context(), matched).Scan(&done); err != nil {
		r.Fatal(err)
	}
	return done
}
