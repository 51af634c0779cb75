package main

import (
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"simbiyoz/geo/oidc"
	"simbiyoz/geo/programme"
)

// config is every setting, read once from the environment.
type config struct {
	database string // DATABASE_URL; empty: a private cluster under data
	data     string // SIMBIYOZ_DATA
	listen   string // SIMBIYOZ_LISTEN
	roads    string // SIMBIYOZ_ROADS; empty: the coarse network
	engine   engineConfig
	token    string      // SIMBIYOZ_TOKEN
	door     string      // SIMBIYOZ_DOOR: doorOpen or doorAccounts
	proxies  []string    // SIMBIYOZ_PROXIES
	public   string      // SIMBIYOZ_PUBLIC_URL: where people reach the server
	smtp     string      // SIMBIYOZ_SMTP; empty: letters are only logged
	from     string      // SIMBIYOZ_MAIL_FROM
	oidc     oidc.Config // SIMBIYOZ_OIDC_…; no issuer: none
	tiles    uint64      // SIMBIYOZ_TILE_MB, in bytes
	level    slog.Level
	logJSON  bool          // SIMBIYOZ_LOG_FORMAT
	slow     time.Duration // SIMBIYOZ_SLOW_MS: statements that take as long are logged

	retention programme.Retention // SIMBIYOZ_KEEP_NOTICES_DAYS, SIMBIYOZ_KEEP_NAMES_DAYS
}

func readConfig(env func(string) string) (*config, error) {
	c := &config{database: env("DATABASE_URL"), data: env("SIMBIYOZ_DATA"), listen: env("SIMBIYOZ_LISTEN"),
		roads: env("SIMBIYOZ_ROADS"), token: env("SIMBIYOZ_TOKEN"),
		public: env("SIMBIYOZ_PUBLIC_URL"), smtp: env("SIMBIYOZ_SMTP"), from: env("SIMBIYOZ_MAIL_FROM")}
	if c.data == "" {
		c.data = defaultData(env)
	}
	data, err := filepath.Abs(c.data)
	if err != nil {
		return nil, fmt.Errorf("SIMBIYOZ_DATA: %w", err)
	}
	c.data = data
	if c.listen == "" {
		c.listen = "127.0.0.1:8080"
	}
	if _, _, err := net.SplitHostPort(c.listen); err != nil {
		return nil, fmt.Errorf("SIMBIYOZ_LISTEN: %w", err)
	}
	if c.public == "" {
		c.public = "http://" + c.listen
	}
	if c.engine, err = readEngine(env); err != nil {
		return nil, err
	}
	if c.token != "" && len(c.token) < 16 {
		return nil, fmt.Errorf("SIMBIYOZ_TOKEN: is shorter than 16 characters")
	}
	if c.door, err = readDoor(env("SIMBIYOZ_DOOR"), c.token == "" && c.private() && loopback(hostOf(c.public))); err != nil {
		return nil, err
	}
	if p := env("SIMBIYOZ_PROXIES"); p != "" {
		c.proxies = strings.Split(strings.ReplaceAll(p, " ", ""), ",")
	}
	if c.oidc, err = readOIDC(env, c.public); err != nil {
		return nil, err
	}
	if c.retention, err = readRetention(env); err != nil {
		return nil, err
	}
	if c.tiles, err = readMegabytes(env, "SIMBIYOZ_TILE_MB", 64); err != nil {
		return nil, err
	}
	if l := env("SIMBIYOZ_LOG"); l != "" {
		if err := c.level.UnmarshalText([]byte(strings.ToUpper(l))); err != nil {
			return nil, fmt.Errorf("SIMBIYOZ_LOG: %w", err)
		}
	}
	switch f := env("SIMBIYOZ_LOG_FORMAT"); f {
	case "", "text":
	case "json":
		c.logJSON = true
	default:
		return nil, fmt.Errorf("SIMBIYOZ_LOG_FORMAT: %q is neither text nor json", f)
	}
	c.slow = 500 * time.Millisecond
	if text := env("SIMBIYOZ_SLOW_MS"); text != "" {
		n, err := strconv.ParseUint(text, 10, 32)
		if err != nil {
			return nil, fmt.Errorf("SIMBIYOZ_SLOW_MS: %q is no number of milliseconds", text)
		}
		c.slow = time.Duration(n) * time.Millisecond
	}
	return c, nil
}

// readOIDC reads by which OpenID provider people may log in too.
func readOIDC(env func(string) string, public string) (oidc.Config, error) {
	c := oidc.Config{Issuer: env("SIMBIYOZ_OIDC_ISSUER"), Client: env("SIMBIYOZ_OIDC_CLIENT"), Secret: env("SIMBIYOZ_OIDC_SECRET"),
		Name: env("SIMBIYOZ_OIDC_NAME"), Return: strings.TrimRight(public, "/") + "/api/v1/oidc/callback"}
	if c.Issuer == "" {
		return oidc.Config{}, nil
	}
	if hostOf(c.Issuer) == "" || c.Client == "" {
		return c, fmt.Errorf("SIMBIYOZ_OIDC_ISSUER is to be an address, and SIMBIYOZ_OIDC_CLIENT our name there")
	}
	if c.Name == "" {
		c.Name = hostOf(c.Issuer)
	}
	return c, nil
}

// readMegabytes reads a bound of memory, in bytes.
func readMegabytes(env func(string) string, name string, otherwise uint64) (uint64, error) {
	text := env(name)
	if text == "" {
		return otherwise << 20, nil
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil || n < 1 || n > 1<<20 {
		return 0, fmt.Errorf("%s: %q is no number of megabytes from 1 to %d", name, text, 1<<20)
	}
	return n << 20, nil
}

// defaultData is below the user's data home. Root's home is closed to others,
// and the private cluster runs as another user: root's data is below /var/lib.
func defaultData(env func(string) string) string {
	switch home := env("XDG_DATA_HOME"); {
	case home != "":
		return filepath.Join(home, "simbiyoz")
	case os.Geteuid() == 0:
		return "/var/lib/simbiyoz"
	}
	return filepath.Join(env("HOME"), ".local", "share", "simbiyoz")
}

// private reports whether the server can be reached from this machine alone.
func (c *config) private() bool {
	host, _, err := net.SplitHostPort(c.listen)
	return err == nil && loopback(host)
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// hostOf returns the host of an address of the web, empty when it is none.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// How people come in: by accounts alone, or, while nobody but the machine's own
// people reaches the server, everybody who is not logged in as an admin.
const (
	doorAccounts = "accounts"
	doorOpen     = "open"
)

// ownHosts are the names of a machine for itself.
var ownHosts = []string{"localhost", "127.0.0.1", "::1"}

func readDoor(text string, safe bool) (string, error) {
	switch {
	case text == "" && safe:
		return doorOpen, nil
	case text == "" || text == doorAccounts:
		return doorAccounts, nil
	case text != doorOpen:
		return "", fmt.Errorf("SIMBIYOZ_DOOR: %q is neither %s nor %s", text, doorAccounts, doorOpen)
	case !safe:
		return "", fmt.Errorf("SIMBIYOZ_DOOR: %s makes everybody an admin: only without SIMBIYOZ_TOKEN, and with SIMBIYOZ_LISTEN and SIMBIYOZ_PUBLIC_URL on this machine alone", doorOpen)
	}
	return doorOpen, nil
}
