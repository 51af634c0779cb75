// Command simbiyoz is the industrial symbiosis exchange of İzmir in one
// binary: server, database, road engine, data in and out.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"slices"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"simbiyoz/geo"
)

// version is set by the build.
var version = "dev"

// verbs is the command line: one field a verb, one file a verb.
type verbs struct {
	Serve   serveCmd   `cmd:"" help:"Run the exchange: database, API and map."`
	Migrate migrateCmd `cmd:"" help:"Bring the database's schema up to this binary's."`
	Import  importCmd  `cmd:"" help:"Read firms, resources, zones, uses, prices or benefits from a file."`
	Export  exportCmd  `cmd:"" help:"Write firms, resources or prices to a file."`
	Demo    demoCmd    `cmd:"" help:"Load invented firms and resources, the same every time."`
	Roads   roadsCmd   `cmd:"" help:"Build, inspect and ask road networks."`
	Uses    usesCmd    `cmd:"" help:"Ask the known uses of wastes."`
	Match   matchCmd   `cmd:"" help:"Compute the matches of all resources."`
	Flow    flowCmd    `cmd:"" help:"Ask for the region's best assignment, new plants, pooled hauls."`
	Report  reportCmd  `cmd:"" help:"Tell what the exchange's data show."`
	User    userCmd    `cmd:"" help:"Make, list and change accounts."`
	Audit   auditCmd   `cmd:"" help:"Check that nobody tampered with the audit trail."`
	Doctor  doctorCmd  `cmd:"" help:"Check what the exchange needs and say what is missing."`
	Psql    psqlCmd    `cmd:"" help:"Open psql on a running server's database."`
	Version versionCmd `cmd:"" help:"Print the version."`
}

type versionCmd struct{}

func (versionCmd) Run(out io.Writer) error {
	_, err := fmt.Fprintln(out, "simbiyoz", version)
	return err
}

// streams are where a verb writes: its answer, and what happens meanwhile.
type streams struct{ out, err io.Writer }

// run does what args say, on behalf of whoever runs the machine.
func run(ctx context.Context, args []string, env func(string) string, stdout, stderr io.Writer) error {
	ctx = geo.WithViewer(ctx, geo.Viewer{Standing: geo.Admin})
	cfg, err := readConfig(env)
	if err != nil {
		return err
	}
	var cli verbs
	exited := false
	parser, err := kong.New(&cli, kong.Name("simbiyoz"), kong.Writers(stdout, stderr),
		kong.Description("Finds a use for what factories throw away, priced by real road haulage."),
		kong.Vars{"vehicles": strings.Join(vehicleCodes(), ", ")},
		kong.Exit(func(int) { exited = true }), kong.UsageOnError(),
		kong.BindTo(geo.WithViewer(ctx, geo.System), (*context.Context)(nil)), kong.BindTo(stdout, (*io.Writer)(nil)),
		kong.Bind(cfg, streams{stdout, stderr}))
	if err != nil {
		return err
	}
	verb, err := parser.Parse(shielded(args))
	if exited { // help was printed
		return nil
	}
	if err != nil {
		return err
	}
	return verb.Run()
}

// western is a position west of Greenwich, which looks like a flag.
var western = regexp.MustCompile(`^-[0-9.]+,`)

// shielded returns args with a space before western positions.
func shielded(args []string) []string {
	out := slices.Clone(args)
	for i, a := range out {
		if western.MatchString(a) {
			out[i] = " " + a
		}
	}
	return out
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr); err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, "simbiyoz:", err)
		os.Exit(1)
	}
}
