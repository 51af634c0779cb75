package main

import (
	"encoding/json"
	"fmt"

	"simbiyoz/geo"
	"simbiyoz/geo/material"
)

type usesCmd struct {
	Rank usesRank `cmd:"" help:"Say who can use a waste, by the known uses that ship."`
}

type usesRank struct {
	EWC  string `name:"ewc" required:"" help:"List of Waste code, such as 100202 or \"10 02 02\", or a product's."`
	NACE string `name:"nace" help:"Class of the firm that gives it."`
	Top  int    `default:"10" help:"How many classes."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Run prints the classes, most likely first.
func (cmd usesRank) Run(s streams) error {
	if cmd.Top < 1 {
		return geo.Invalid("top", "range", "%d is not 1 or more", cmd.Top)
	}
	uses, err := material.Uses()
	if err != nil {
		return err
	}
	code := material.ParseCode(cmd.EWC)
	if code == "" {
		code = cmd.EWC
	}
	ranked, err := material.Rank(uses, code, cmd.NACE, cmd.Top)
	if err != nil {
		return err
	}
	if cmd.JSON {
		return json.NewEncoder(s.out).Encode(wireRanked(ranked))
	}
	for _, r := range ranked {
		g := r.Reasons[0]
		fmt.Fprintf(s.out, "%-6s %.2f  %s (%s, %s, %s)\n", r.NACE, r.Score, g.Use.UseEN, g.Step, g.Use.Evidence, g.Use.Source)
	}
	return nil
}

func wireRanked(ranked []material.Ranked) []map[string]any {
	out := make([]map[string]any, len(ranked))
	for i, r := range ranked {
		reasons := make([]map[string]any, len(r.Reasons))
		for j, g := range r.Reasons {
			reasons[j] = map[string]any{"code": g.Step, "weight": g.Weight, "material": g.Use.Material, "use": g.Use.UseEN,
				"evidence": g.Use.Evidence, "source": g.Use.Source}
		}
		out[i] = map[string]any{"nace": r.NACE, "score": r.Score, "reasons": reasons}
	}
	return out
}
