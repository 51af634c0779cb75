package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"

	"simbiyoz/geo"
	"simbiyoz/geo/account"
	"simbiyoz/geo/exchange"
)

type userCmd struct {
	Add  userAddCmd  `cmd:"" help:"Make an account and print the link that opens it, once, within seven days."`
	List userListCmd `cmd:"" help:"List the accounts."`
	Set  userSetCmd  `cmd:"" help:"Change an account: standing, firm, zone, lock, second factor."`
}

type userAddCmd struct {
	Mail     string       `required:"" help:"Its address."`
	Name     string       `help:"The person's name; the address where there is none."`
	Standing geo.Standing `default:"member" help:"member, firm_admin, zone_manager, logistician, expert, facilitator or admin."`
	Firm     int64        `help:"Id of the firm, of a member or firm_admin."`
	Zone     int64        `help:"Id of the zone, of a zone_manager."`
	Language string       `default:"tr" help:"tr or en."`
}

// Run makes an account.
func (cmd userAddCmd) Run(ctx context.Context, cfg *config, s streams) error {
	return besideServer(ctx, cfg, s, func(ctx context.Context, h *house) error {
		name := cmd.Name
		if name == "" {
			name = cmd.Mail
		}
		a, link, err := h.x.AddUser(ctx, account.Account{Mail: cmd.Mail, Name: name, Language: cmd.Language, Standing: cmd.Standing, FirmID: cmd.Firm, ZoneID: cmd.Zone})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(s.out, "account %d, %s, %s\n%s\n", a.ID, a.Mail, a.Standing, link)
		return err
	})
}

type userListCmd struct {
	Text string `arg:"" optional:"" help:"What name or mail holds."`
}

// Run lists accounts.
func (cmd userListCmd) Run(ctx context.Context, cfg *config, s streams) error {
	return besideServer(ctx, cfg, s, func(ctx context.Context, h *house) error {
		found, err := h.x.Users(ctx, account.Filter{Text: cmd.Text})
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "id\tmail\tname\tstanding\tfirm\tzone\tverified\tsecond\tlocked")
		for _, a := range found {
			fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%s\t%v\t%v\t%v\n", a.ID, a.Mail, a.Name, a.Standing, a.Firm, a.Zone, !a.Verified.IsZero(), !a.Second.IsZero(), !a.Locked.IsZero())
		}
		return w.Flush()
	})
}

type userSetCmd struct {
	Mail       string        `arg:"" help:"Its address."`
	Standing   *geo.Standing `help:"Its new standing."`
	Firm       *int64        `help:"Id of its firm; 0: none."`
	Zone       *int64        `help:"Id of its zone; 0: none."`
	Locked     *bool         `help:"true shuts it out, false lets it in again."`
	DropSecond bool          `help:"Take the second factor away, of whom lost it."`
}

// Run changes an account.
func (cmd userSetCmd) Run(ctx context.Context, cfg *config, s streams) error {
	return besideServer(ctx, cfg, s, func(ctx context.Context, h *house) error {
		found, err := h.x.Users(ctx, account.Filter{Text: cmd.Mail})
		if err != nil {
			return err
		}
		for _, a := range found {
			if a.Mail != cmd.Mail {
				continue
			}
			c := exchange.UserChange{Standing: cmd.Standing, FirmID: cmd.Firm, ZoneID: cmd.Zone, Locked: cmd.Locked}
			if second := false; cmd.DropSecond {
				c.Second = &second
			}
			a, err := h.x.SetUser(ctx, a.ID, c)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(s.out, "account %d, %s, %s\n", a.ID, a.Mail, a.Standing)
			return err
		}
		return fmt.Errorf("account of %s: %w", cmd.Mail, geo.ErrNotFound)
	})
}

// besideServer runs do on the house, in the name of whoever runs the machine.
func besideServer(ctx context.Context, cfg *config, s streams, do func(context.Context, *house) error) (err error) {
	h, err := openBeside(ctx, cfg, cfg.logger(s.err))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	return do(geo.As(ctx, "command line"), h)
}
