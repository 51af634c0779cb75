package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"simbiyoz/geo"
)

type auditCmd struct {
	Verify auditVerifyCmd `cmd:"" help:"Hold the audit trail against its seals."`
}

type auditVerifyCmd struct {
	Noted string `help:"A seal that was printed before, as NUMBER:HASH: it must still be there, so that a cut end shows." placeholder:"SEQ:HASH"`
}

// Run says how many rows fit their seals, or names the first that does not,
// which is an error.
func (cmd auditVerifyCmd) Run(ctx context.Context, cfg *config, s streams) (err error) {
	noted, err := cmd.seal()
	if err != nil {
		return err
	}
	h, err := openBeside(ctx, cfg, cfg.logger(s.err))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	check, err := h.x.VerifyAudit(ctx, noted)
	if err != nil {
		return err
	}
	if check.Bad < 0 {
		return fmt.Errorf("audit: %d rows fit, but %s", check.Rows, check.Why)
	}
	if check.Bad > 0 {
		return fmt.Errorf("audit: row %d: %s (%d rows before it fit)", check.Bad, check.Why, check.Rows)
	}
	_, err = fmt.Fprintf(s.out, "audit: %d rows checked, ok; last seal %d:%s\n", check.Rows, check.Head.Seq, check.Head.Hash)
	return err
}

func (cmd auditVerifyCmd) seal() (geo.Seal, error) {
	if cmd.Noted == "" {
		return geo.Seal{}, nil
	}
	number, hash, _ := strings.Cut(cmd.Noted, ":")
	seq, err := strconv.ParseInt(number, 10, 64)
	if err != nil || len(hash) != 64 {
		return geo.Seal{}, fmt.Errorf("--noted: %q is no NUMBER:HASH", cmd.Noted)
	}
	return geo.Seal{Seq: seq, Hash: strings.ToLower(hash)}, nil
}
