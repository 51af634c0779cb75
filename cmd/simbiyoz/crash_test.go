package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo/postgis"
)

const crashRows = 10_000

// program is the built binary with a data directory of its own.
type program struct {
	t    *testing.T
	path string
	data string
	env  []string
}

func newProgram(t *testing.T) *program {
	t.Helper()
	if _, err := os.Stat("/usr/lib/postgresql/15/lib/postgis-3.so"); err != nil && os.Getenv("CI") == "" {
		t.Skip(err)
	}
	dir, err := os.MkdirTemp("", "simbiyoz-crash-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil { // user postgres passes through
		t.Fatal(err)
	}
	p := &program{t: t, path: filepath.Join(dir, "simbiyoz"), data: filepath.Join(dir, "data")}
	if out, err := exec.Command("go", "build", "-o", p.path, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	p.env = append(os.Environ(), "DATABASE_URL=", "SIMBIYOZ_DATA="+p.data, "SIMBIYOZ_LISTEN=127.0.0.1:0", "SIMBIYOZ_LOG=error")
	return p
}

func (p *program) command(args ...string) *exec.Cmd {
	cmd := exec.Command(p.path, args...)
	cmd.Env, cmd.Stderr = p.env, os.Stderr
	return cmd
}

// serve starts a server and returns it with its address once it answers.
func (p *program) serve() (*exec.Cmd, string) {
	p.t.Helper()
	cmd := p.command("serve")
	cmd.Stderr = nil // it tells of its losses
	out, err := cmd.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, address, ok := strings.Cut(lines.Text(), "simbiyoz is at "); ok {
			return cmd, address
		}
	}
	p.t.Fatalf("the server ended before it answered: %v", cmd.Wait())
	return nil, ""
}

func (p *program) run(args ...string) string {
	p.t.Helper()
	out, err := p.command(args...).Output()
	if err != nil {
		p.t.Fatalf("%v: %v", args, err)
	}
	return string(out)
}

// resources asks a server how many it has.
func (p *program) resources(address string) int {
	p.t.Helper()
	res, err := http.Get(address + "/api/v1/meta")
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	var meta struct {
		Counts struct{ Sources, Sinks int } `json:"counts"`
	}
	if err := json.NewDecoder(res.Body).Decode(&meta); err != nil {
		p.t.Fatal(err)
	}
	return meta.Counts.Sources + meta.Counts.Sinks
}

// underway waits until an import's transaction has written rows.
func (p *program) underway() {
	p.t.Helper()
	conn, err := pgx.Connect(p.t.Context(), postgis.ClusterURL(p.data))
	if err != nil {
		p.t.Fatal(err)
	}
	defer conn.Close(p.t.Context())
	const writing = `SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_xid IS NOT NULL)`
	for range 3000 {
		var is bool
		if err := conn.QueryRow(p.t.Context(), writing).Scan(&is); err != nil {
			p.t.Fatal(err)
		}
		if is {
			return
		}
		time.Sleep(2 * time.Millisecond)
	}
	p.t.Fatal("the import never began to write")
}

// postmaster returns the process of the private cluster.
func (p *program) postmaster() *os.Process {
	p.t.Helper()
	files, err := filepath.Glob(filepath.Join(p.data, "*", "postmaster.pid"))
	if err != nil || len(files) != 1 {
		p.t.Fatalf("%v %v", files, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		p.t.Fatal(err)
	}
	first, _, _ := bytes.Cut(text, []byte("\n"))
	pid, err := strconv.Atoi(string(first))
	if err != nil {
		p.t.Fatal(err)
	}
	process, err := os.FindProcess(pid)
	if err != nil {
		p.t.Fatal(err)
	}
	return process
}

// holdsItsData checks that a second server is refused and that PostgreSQL does
// not run as root.
func (p *program) holdsItsData() {
	p.t.Helper()
	second := p.command("serve")
	second.Stderr = nil
	if out, err := second.Output(); err == nil {
		p.t.Errorf("a second server ran on the same data: %s", out)
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.postmaster().Pid))
	if err != nil {
		p.t.Fatal(err)
	}
	if bytes.Contains(status, []byte("\nUid:\t0\t")) {
		p.t.Error("PostgreSQL runs as root")
	}
}

// write makes a firm and its many resources as files.
func (p *program) write() (firms, resources string) {
	p.t.Helper()
	firms, resources = filepath.Join(filepath.Dir(p.path), "firms.csv"), filepath.Join(filepath.Dir(p.path), "resources.csv")
	var b bytes.Buffer
	b.WriteString("ref;firm_ref;role;title;material;quantity;unit;interval\n")
	for i := range crashRows {
		fmt.Fprintf(&b, "r%d;f1;source;Uçucu kül %d;100102;%d;t;month\n", i, i, i%90+1)
	}
	for file, text := range map[string]string{firms: "ref;name;nace;lon;lat\nf1;Deneme Santrali (kurgu);35.11;27,05;38,48\n", resources: b.String()} {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			p.t.Fatal(err)
		}
	}
	return firms, resources
}

// TestAKilledImportIsAllOrNothing kills a server, its PostgreSQL or the
// import itself with SIGKILL while an import of 10,000 rows writes.
func TestAKilledImportIsAllOrNothing(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts and kills servers")
	}
	p := newProgram(t)
	firms, resources := p.write()
	server, address := p.serve()
	p.holdsItsData()
	p.run("import", "firms", firms)
	victims := map[string]func(importing *exec.Cmd) *os.Process{
		"the import": func(importing *exec.Cmd) *os.Process { return importing.Process },
		"PostgreSQL": func(*exec.Cmd) *os.Process { return p.postmaster() },
		"the server": func(*exec.Cmd) *os.Process { return server.Process },
	}
	for _, name := range []string{"the import", "PostgreSQL", "the server"} {
		importing := p.command("import", "resources", resources)
		importing.Stderr = nil // it tells that it was interrupted
		if err := importing.Start(); err != nil {
			t.Fatal(err)
		}
		p.underway()
		if err := victims[name](importing).Kill(); err != nil {
			t.Fatal(err)
		}
		err := importing.Wait()
		if name == "the server" {
			_ = server.Wait() // it was killed
			server, address = p.serve()
		}
		n := p.settled(address)
		t.Logf("%s was killed: the import ended with %v, %d rows are there", name, err, n)
		if n != 0 && n != crashRows {
			t.Errorf("after %s was killed %d rows are there", name, n)
		}
		if err == nil && n == 0 {
			t.Errorf("the import said it was done and %d rows are there", n)
		}
	}
	p.run("import", "resources", resources)
	if again := p.run("import", "resources", resources); !strings.Contains(again, "0 new, 0 changed, 10000 as before") {
		t.Errorf("a second import says %q", again)
	}
	if n := p.resources(address); n != crashRows {
		t.Errorf("%d rows are there at last", n)
	}
	if err := server.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := server.Wait(); err != nil {
		t.Errorf("the server ended with %v", err)
	}
}

// settled asks for the count once the database answers again.
func (p *program) settled(address string) int {
	p.t.Helper()
	for range 300 {
		res, err := http.Get(address + "/readyz")
		if err == nil {
			res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return p.resources(address)
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	p.t.Fatal("the server is not ready again within 30 s")
	return 0
}
