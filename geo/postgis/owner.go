package postgis

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// owner is the user that a private cluster's files and processes belong to.
type owner struct {
	uid, gid int
	drop     bool // we are root and must not stay it
}

// serverOwner is who we are, or user postgres when we are root.
func serverOwner() (owner, error) {
	if os.Geteuid() != 0 {
		return owner{uid: os.Geteuid(), gid: os.Getegid()}, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return owner{}, fmt.Errorf("PostgreSQL does not run as root and there is no user postgres: %w", err)
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return owner{}, err
	}
	gid, err := strconv.Atoi(u.Gid)
	return owner{uid, gid, true}, err
}

func (o owner) attributes() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{}
	if o.drop {
		attr.Credential = &syscall.Credential{Uid: uint32(o.uid), Gid: uint32(o.gid)}
	}
	return attr
}

// makeDir makes a directory that is its owner's alone.
func (o owner) makeDir(dir string) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	if o.drop {
		return os.Chown(dir, o.uid, o.gid)
	}
	return nil
}

// binaries finds PostgreSQL 15's programs and checks that PostGIS is there.
func binaries() (string, error) {
	const where = "/usr/lib/postgresql/15"
	if _, err := os.Stat(filepath.Join(where, "bin", "postgres")); err != nil {
		return "", errors.New("PostgreSQL 15 is missing: apt-get install postgresql-15 postgresql-15-postgis-3")
	}
	if _, err := os.Stat(filepath.Join(where, "lib", "postgis-3.so")); err != nil {
		return "", errors.New("PostGIS is missing: apt-get install postgresql-15-postgis-3")
	}
	return filepath.Join(where, "bin"), nil
}

// stopLeftover stops a server that a killed instance, or a killed postmaster,
// left in the data directory. Only the holder of the lock may call it.
func (c *Cluster) stopLeftover(ctx context.Context) error {
	pid := c.leftover()
	if pid == 0 {
		return nil
	}
	c.cfg.Log.Info("stopping the PostgreSQL that a killed instance left", "pid", pid)
	stop := c.command(ctx, "pg_ctl", "stop", "-D", c.data(), "-m", "fast", "-w", "-t", "30")
	if out, err := stop.CombinedOutput(); err != nil && c.leftover() != 0 {
		return fmt.Errorf("pg_ctl stop: %w: %s", err, bytes.TrimSpace(out))
	}
	for range 100 { // children of a killed postmaster notice within moments
		if c.leftover() == 0 {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return fmt.Errorf("process %d of %s does not end", pid, c.data())
}

// leftover returns the process that runs in the data directory, 0 when none
// does.
func (c *Cluster) leftover() int {
	f, err := os.Open(filepath.Join(c.data(), "postmaster.pid"))
	if err != nil {
		return 0
	}
	defer f.Close()
	line, _ := bufio.NewReader(f).ReadString('\n')
	pid, err := strconv.Atoi(string(bytes.TrimSpace([]byte(line))))
	if err != nil || pid <= 0 || syscall.Kill(pid, 0) != nil {
		return 0
	}
	// The number may have passed to another program since.
	name, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid))
	if err == nil && filepath.Base(name) != "postgres" {
		return 0
	}
	return pid
}

// sharedBuffers is an eighth of the machine's memory, 128 MB to 2 GB.
func sharedBuffers() string {
	const mega = 1 << 20
	var info syscall.Sysinfo_t
	size := uint64(128)
	if syscall.Sysinfo(&info) == nil {
		size = min(max(info.Totalram*uint64(info.Unit)/8/mega, 128), 2048)
	}
	return strconv.FormatUint(size, 10) + "MB"
}

func shortHash(s string) string {
	h := fnv.New64a()
	h.Write([]byte(s))
	return strconv.FormatUint(h.Sum64(), 36)
}
