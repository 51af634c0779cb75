package exchange

import (
	"errors"
	"testing"

	"simbiyoz/geo"
)

func TestMay(t *testing.T) {
	t.Parallel()
	member := geo.Viewer{UserID: 7, Standing: geo.Member, FirmID: 5}
	key := func(v geo.Viewer, scopes ...geo.Scope) geo.Viewer {
		v.ByKey, v.Scopes = true, scopes
		return v
	}
	tests := map[string]struct {
		viewer geo.Viewer
		action Action
		object Object
		want   bool
	}{
		"a visitor looks":                       {geo.Viewer{Standing: geo.Visitor}, Look, Object{}, true},
		"a visitor does not post":               {geo.Viewer{Standing: geo.Visitor}, Post, of(5), false},
		"a member posts for its firm":           {member, Post, of(5), true},
		"a member does not for another":         {member, Post, of(6), false},
		"a member of no firm posts for none":    {geo.Viewer{UserID: 7, Standing: geo.Member}, Post, of(0), false},
		"a member judges a match of its firm":   {member, Judge, of(6, 5), true},
		"a facilitator posts for any":           {geo.Viewer{UserID: 8, Standing: geo.Facilitator}, Post, of(6), true},
		"a zone manager posts for none":         {geo.Viewer{UserID: 9, Standing: geo.ZoneManager, ZoneID: 2}, Post, Object{Firms: []int64{5}, Zone: 2}, false},
		"alerts are one's own":                  {member, Alert, Object{User: 7}, true},
		"alerts are not another's":              {member, Alert, Object{User: 8}, false},
		"a key without scope looks":             {key(member), Look, Object{}, true},
		"a key without scope does not post":     {key(member), Post, of(5), false},
		"a key posts with its scope":            {key(member, geo.ScopePost), Post, of(5), true},
		"a key goes no farther than its maker":  {key(member, geo.ScopePost), Post, of(6), false},
		"a key's scope is not another's":        {key(member, geo.ScopePost), Approach, of(5), false},
		"what is not in the table nobody may":   {geo.Viewer{Standing: geo.Admin}, "fly", Object{}, false},
		"somebody of no standing looks neither": {geo.Viewer{}, Look, Object{}, false},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			err := new(Exchange).may(geo.WithViewer(t.Context(), c.viewer), c.action, c.object)
			if (err == nil) != c.want || err != nil && !errors.Is(err, geo.ErrForbidden) {
				t.Errorf("got %v", err)
			}
		})
	}
}
