package main

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"simbiyoz/api"
	"simbiyoz/geo"
	"simbiyoz/geo/account"
	"simbiyoz/geo/exchange"
	"simbiyoz/geo/programme"
)

// probe is how a route is asked for something that is the viewer's own firm's
// or account's, and for something of another's. What a path or body names by
// "{…}" the scene has. An empty other means that there is nobody else's.
type probe struct {
	action exchange.Action
	mine   string // path, then after a space the body
	other  string
	heavy  bool // and open to all: one asks
	hidden bool // who may not see it is told that it is not there
}

func look(path string) probe { return probe{action: exchange.Look, mine: path} }

// probes has every route. A new route is a new line; one that reads what
// everybody sees is a look, asked for in the cheapest way that reaches it.
var probes = map[string]probe{
	"GET /healthz": look("/healthz"), "GET /readyz": look("/readyz"), "GET /*": look("/index.html"),
	"GET /tiles/:layer/:z/:x/:y.mvt": look("/tiles/none/9/294/197.mvt"), "GET /tiles/:layer.json": look("/tiles/zones.json"),
	"GET /api/v1/meta": look("/api/v1/meta"), "GET /api/v1/zones": look("/api/v1/zones"), "GET /api/v1/zones/:id<int>": look("/api/v1/zones/1"),
	"GET /api/v1/zones/:id<int>/flows": look("/api/v1/zones/1/flows"), "GET /api/v1/flows": look("/api/v1/flows"),
	"GET /api/v1/firms": look("/api/v1/firms?limit=1"), "GET /api/v1/firms/:id<int>": look("/api/v1/firms/1"), "GET /api/v1/facets": look("/api/v1/facets?firm=1"),
	"GET /api/v1/resources": look("/api/v1/resources?limit=1"), "GET /api/v1/resources/:id<int>": look("/api/v1/resources/1"),
	"GET /api/v1/resources/:id<int>/matches": look("/api/v1/resources/1/matches?limit=1"), "GET /api/v1/resources/:id<int>/reach": look("/api/v1/resources/999999/reach"),
	"GET /api/v1/matches": look("/api/v1/matches?limit=1"), "GET /api/v1/matches/partners": look("/api/v1/matches/partners?role=source&material=100202"),
	"GET /api/v1/matches/:source<int>-:sink<int>": look("/api/v1/matches/{pair}"), "GET /api/v1/matches/:source<int>-:sink<int>/verdicts": look("/api/v1/matches/{pair}/verdicts"),
	"POST /api/v1/matches/whatif": look("/api/v1/matches/whatif {}"), "GET /api/v1/circuity": probe{action: exchange.Look, mine: "/api/v1/circuity", heavy: true}, "GET /api/v1/prices": look("/api/v1/prices?of=100202"),
	"GET /api/v1/haul": look("/api/v1/haul"), "GET /api/v1/haul/alternatives": look("/api/v1/haul/alternatives"), "GET /api/v1/haul/vehicles": look("/api/v1/haul/vehicles"), "POST /api/v1/hauls/matrix": look("/api/v1/hauls/matrix {}"),
	"GET /api/v1/isochrones": look("/api/v1/isochrones"), "GET /api/v1/isochrones/resources": look("/api/v1/isochrones/resources"), "GET /api/v1/vehicles": look("/api/v1/vehicles"), "GET /api/v1/materials": look("/api/v1/materials?q=cam"),
	"GET /api/v1/materials/:code": look("/api/v1/materials/100202"), "GET /api/v1/nace": look("/api/v1/nace?q=cam"), "GET /api/v1/uses": look("/api/v1/uses"),
	"GET /api/v1/search": look("/api/v1/search?q=cam"), "GET /api/v1/roads": look("/api/v1/roads?bbox=27,38,27.01,38.01&zoom=9"), "GET /api/v1/programmes": look("/api/v1/programmes"),
	"GET /api/v1/openapi.json": look("/api/v1/openapi.json"), "GET /api/v1/openapi.yaml": look("/api/v1/openapi.yaml"), "GET /api/v1/me": look("/api/v1/me"),
	"GET /unsubscribe/:token": look("/unsubscribe/x"), "POST /unsubscribe/:token": look("/unsubscribe/x"),
	"GET /ogc/": look("/ogc/"), "GET /ogc/api": look("/ogc/api"), "GET /ogc/conformance": look("/ogc/conformance"), "GET /ogc/collections": look("/ogc/collections"),
	"GET /ogc/collections/:collection": look("/ogc/collections/zones"), "GET /ogc/collections/:collection/queryables": look("/ogc/collections/zones/queryables"),
	"GET /ogc/collections/:collection/items": look("/ogc/collections/zones/items?limit=1"), "GET /ogc/collections/:collection/items/:feature": look("/ogc/collections/zones/items/1"),

	"GET /api/v1/changes":     {action: exchange.Look}, // it does not end, and has no more than the lists
	"GET /api/v1/zones/flows": look("/api/v1/zones/flows"), "GET /api/v1/zones/report": look("/api/v1/zones/report"), "GET /api/v1/zones/:id<int>/report": look("/api/v1/zones/1/report"), "GET /api/v1/criteria": look("/api/v1/criteria"), "GET /api/v1/oidc/callback": look("/api/v1/oidc/callback"),
	"GET /ogc/style": look("/ogc/style"), "GET /ogc/tileMatrixSets": look("/ogc/tileMatrixSets"), "GET /ogc/tileMatrixSets/:scheme": look("/ogc/tileMatrixSets/none"),
	"GET /ogc/collections/:collection/tiles": look("/ogc/collections/zones/tiles"), "GET /ogc/collections/:collection/tiles/:scheme": look("/ogc/collections/zones/tiles/none"),
	"GET /ogc/collections/:collection/tiles/:scheme/:z/:y/:x": look("/ogc/collections/zones/tiles/none/1/1/1"),
	"OPTIONS /ogc/collections/:collection/items":              look("/ogc/collections/firms/items"), "OPTIONS /ogc/collections/:collection/items/:feature": look("/ogc/collections/firms/items/1"),

	"GET /metrics": {action: exchange.Measure, mine: "/metrics"}, "GET /api/v1/oidc": {action: exchange.Register, mine: "/api/v1/oidc"},
	"GET /api/v1/assignment": {action: exchange.Plan, mine: "/api/v1/assignment", heavy: true}, "GET /api/v1/assignment/sites": {action: exchange.Plan, mine: "/api/v1/assignment/sites?material=100202", heavy: true},
	"GET /api/v1/pooling":     {action: exchange.Plan, mine: "/api/v1/pooling", heavy: true},
	"POST /api/v1/programmes": {action: exchange.ChangeFrame, mine: "/api/v1/programmes {}"},
	"POST /api/v1/criteria":   {action: exchange.ChangeFrame, mine: "/api/v1/criteria {}"}, "PUT /api/v1/criteria/:id<int>": {action: exchange.ChangeFrame, mine: "/api/v1/criteria/999999 {}"},
	"DELETE /api/v1/criteria/:id<int>": {action: exchange.ChangeFrame, mine: "/api/v1/criteria/999999"},
	"GET /api/v1/benefits":             {action: exchange.ReadLedger, mine: "/api/v1/benefits"},

	"GET /gizlilik": look("/gizlilik"), "GET /api/v1/privacy/texts": look("/api/v1/privacy/texts"), "GET /api/v1/privacy/consents": look("/api/v1/privacy/consents"),
	"POST /api/v1/privacy/texts":         {action: exchange.KeepTexts, mine: "/api/v1/privacy/texts {}"},
	"PUT /api/v1/privacy/consents/:kind": {action: exchange.OwnData, mine: "/api/v1/privacy/consents/mail {}"},
	"GET /api/v1/privacy/data":           {action: exchange.OwnData, mine: "/api/v1/privacy/data"},
	"DELETE /api/v1/privacy/account":     {action: exchange.OwnData, mine: "/api/v1/privacy/account {}"},
	"GET /api/v1/audit":                  {action: exchange.ReadAudit, mine: "/api/v1/audit?limit=1"},
	"GET /api/v1/audit/check":            {action: exchange.ReadAudit, mine: "/api/v1/audit/check"},
	"GET /api/v1/experts":                {action: exchange.SeePools, mine: "/api/v1/experts"},
	"POST /api/v1/experts":               {action: exchange.KeepPools, mine: "/api/v1/experts {}"},
	"PUT /api/v1/experts/:id<int>":       {action: exchange.KeepPools, mine: "/api/v1/experts/999999 {}"},
	"DELETE /api/v1/experts/:id<int>":    {action: exchange.KeepPools, mine: "/api/v1/experts/999999"},
	"GET /api/v1/calls":                  look("/api/v1/calls"), "GET /api/v1/calls/:id<int>": look("/api/v1/calls/999999"),
	"POST /api/v1/calls":                            {action: exchange.KeepCalls, mine: "/api/v1/calls {}"},
	"PUT /api/v1/calls/:id<int>":                    {action: exchange.KeepCalls, mine: "/api/v1/calls/999999 {}"},
	"DELETE /api/v1/calls/:id<int>":                 {action: exchange.KeepCalls, mine: "/api/v1/calls/999999"},
	"POST /api/v1/calls/:id<int>/applications":      {action: exchange.Apply, mine: "/api/v1/calls/999999/applications {}"},
	"GET /api/v1/applications":                      {action: exchange.SeeApplied, mine: "/api/v1/applications"},
	"GET /api/v1/applications/:id<int>":             {action: exchange.SeeApplied, mine: "/api/v1/applications/999999"},
	"POST /api/v1/applications/:id<int>/decision":   {action: exchange.KeepCalls, mine: `/api/v1/applications/999999/decision {"to":"accepted"}`},
	"POST /api/v1/applications/:id<int>/withdrawal": {action: exchange.Apply, mine: "/api/v1/applications/999999/withdrawal"},

	"GET /api/v1/resources/:id<int>/helpers":              {action: exchange.SeePools, mine: "/api/v1/resources/1/helpers"},
	"GET /api/v1/synergies/:id<int>/helpers":              {action: exchange.Carry, mine: "/api/v1/synergies/{synergy}/helpers", other: "/api/v1/synergies/{synergy of others}/helpers", hidden: true},
	"POST /api/v1/synergies/:id<int>/helpers":             {action: exchange.Carry, mine: "/api/v1/synergies/{synergy}/helpers {}", other: "/api/v1/synergies/{synergy of others}/helpers {}", hidden: true},
	"PATCH /api/v1/synergies/:id<int>/helpers/:help<int>": {action: exchange.KeepPools, mine: `/api/v1/synergies/{synergy}/helpers/999999 {"answer":"accepted"}`},

	"GET /api/v1/synergies/:id<int>/files/:file<int>":         {action: exchange.Carry, mine: "/api/v1/synergies/{synergy}/files/{file}", other: "/api/v1/synergies/{synergy of others}/files/{file of others}", hidden: true},
	"POST /api/v1/synergies/:id<int>/files":                   {action: exchange.Carry, mine: "/api/v1/synergies/{synergy}/files FILE", other: "/api/v1/synergies/{synergy of others}/files FILE", hidden: true},
	"GET /api/v1/synergies/:id<int>/benefits":                 {action: exchange.Carry, mine: "/api/v1/synergies/{synergy}/benefits", other: "/api/v1/synergies/{synergy of others}/benefits", hidden: true},
	"POST /api/v1/synergies/:id<int>/benefits":                {action: exchange.Carry, mine: "/api/v1/synergies/{synergy}/benefits {}", other: "/api/v1/synergies/{synergy of others}/benefits {}", hidden: true},
	"PATCH /api/v1/synergies/:id<int>/benefits/:benefit<int>": {action: exchange.Verify, mine: `/api/v1/synergies/{synergy}/benefits/{benefit} {"status":"checked"}`},
	"GET /api/v1/synergies/:id<int>/gate":                     {action: exchange.Carry, mine: "/api/v1/synergies/{synergy}/gate", other: "/api/v1/synergies/{synergy of others}/gate", hidden: true},
	"PUT /api/v1/synergies/:id<int>/gate/:item":               {action: exchange.Carry, mine: `/api/v1/synergies/{synergy}/gate/no_harm {"answer":"yes"}`, other: `/api/v1/synergies/{synergy of others}/gate/no_harm {"answer":"yes"}`, hidden: true},
	"POST /api/v1/synergies/:id<int>/permits":                 {action: exchange.Carry, mine: "/api/v1/synergies/{synergy}/permits {permit}", other: "/api/v1/synergies/{synergy of others}/permits {permit}", hidden: true},
	"DELETE /api/v1/synergies/:id<int>/permits/:permit<int>":  {action: exchange.Carry, mine: "/api/v1/synergies/{synergy}/permits/{permit of it}", other: "/api/v1/synergies/{synergy of others}/permits/{permit of others}", hidden: true},

	"PUT /ogc/collections/:collection/items/:feature":    {action: exchange.Import, mine: `/ogc/collections/firms/items/{firm} {"type":"Feature","geometry":null,"properties":{"ref":"x","name":"x","nace":"23.13"}}`},
	"PATCH /ogc/collections/:collection/items/:feature":  {action: exchange.Post, mine: `/ogc/collections/resources/items/{posted} {"type":"Feature","properties":{"title":"x"}}`, other: `/ogc/collections/resources/items/{posted by another} {"type":"Feature","properties":{"title":"x"}}`},
	"DELETE /ogc/collections/:collection/items/:feature": {action: exchange.Post, mine: "/ogc/collections/resources/items/{posted}", other: "/ogc/collections/resources/items/{posted by another}"},

	"POST /api/v1/resources":            {action: exchange.Post, mine: "/api/v1/resources {resource}", other: "/api/v1/resources {resource of another}"},
	"PUT /api/v1/resources/:id<int>":    {action: exchange.Post, mine: "/api/v1/resources/{posted} {resource}", other: "/api/v1/resources/{posted by another} {resource}"},
	"DELETE /api/v1/resources/:id<int>": {action: exchange.Post, mine: "/api/v1/resources/{posted}", other: "/api/v1/resources/{posted by another}"},

	"GET /api/v1/resources/:id<int>/sharing": {action: exchange.Post, mine: "/api/v1/resources/{posted}/sharing", other: "/api/v1/resources/{posted by another}/sharing"},
	"PUT /api/v1/resources/:id<int>/sharing": {action: exchange.Post, mine: `/api/v1/resources/{posted}/sharing {"visibility":"public"}`, other: `/api/v1/resources/{posted by another}/sharing {"visibility":"public"}`},
	"GET /api/v1/sharing/firms":              {action: exchange.Post, mine: "/api/v1/sharing/firms?q=cam"},

	"POST /api/v1/matches/:source<int>-:sink<int>/verdicts": {action: exchange.Judge, mine: `/api/v1/matches/{pair}/verdicts {"verdict":"withdrawn"}`, other: `/api/v1/matches/{pair of others}/verdicts {"verdict":"withdrawn"}`},
	"GET /api/v1/matches/:source<int>-:sink<int>/interest":  {action: exchange.Approach, mine: "/api/v1/matches/{pair}/interest", other: "/api/v1/matches/{pair of others}/interest"},
	"POST /api/v1/matches/:source<int>-:sink<int>/interest": {action: exchange.Approach, mine: `/api/v1/matches/{pair}/interest {"as_firm":{firm}}`, other: `/api/v1/matches/{pair of others}/interest {"as_firm":{other firm}}`},
	"GET /api/v1/interests":                                 {action: exchange.Approach, mine: "/api/v1/interests", other: "/api/v1/interests?as_firm={other firm}"},
	"POST /api/v1/interests/:id<int>/answer":                {action: exchange.Approach, mine: `/api/v1/interests/{interest}/answer {"answer":"accepted"}`, other: `/api/v1/interests/{interest of others}/answer {"answer":"accepted"}`},
	"GET /api/v1/notices":                                   {action: exchange.Heed, mine: "/api/v1/notices", other: "/api/v1/notices?as_firm={other firm}"},
	"POST /api/v1/notices/seen":                             {action: exchange.Heed, mine: `/api/v1/notices/seen {"upto":0}`, other: `/api/v1/notices/seen {"upto":0,"as_firm":{other firm}}`},
	"GET /api/v1/synergies":                                 {action: exchange.Carry, mine: "/api/v1/synergies"},
	"GET /api/v1/synergies/:id<int>":                        {action: exchange.Carry, mine: "/api/v1/synergies/{synergy}", other: "/api/v1/synergies/{synergy of others}", hidden: true},
	"PATCH /api/v1/synergies/:id<int>":                      {action: exchange.Carry, mine: `/api/v1/synergies/{synergy} {"owner":"x"}`, other: `/api/v1/synergies/{synergy of others} {"owner":"x"}`, hidden: true},
	"POST /api/v1/synergies/:id<int>/stage":                 {action: exchange.Carry, mine: `/api/v1/synergies/{synergy}/stage {"to":"idea","why":"x"}`, other: `/api/v1/synergies/{synergy of others}/stage {"to":"idea","why":"x"}`, hidden: true},
	"GET /api/v1/synergies/:id<int>/contacts":               {action: exchange.Carry, mine: "/api/v1/synergies/{synergy}/contacts", other: "/api/v1/synergies/{synergy of others}/contacts", hidden: true},
	"GET /api/v1/synergies/:id<int>/log":                    {action: exchange.Carry, mine: "/api/v1/synergies/{synergy}/log", other: "/api/v1/synergies/{synergy of others}/log", hidden: true},
	"POST /api/v1/synergies/:id<int>/log":                   {action: exchange.Carry, mine: `/api/v1/synergies/{synergy}/log {"text":"x"}`, other: `/api/v1/synergies/{synergy of others}/log {"text":"x"}`, hidden: true},
	"GET /api/v1/synergies/:id<int>/files":                  {action: exchange.Carry, mine: "/api/v1/synergies/{synergy}/files", other: "/api/v1/synergies/{synergy of others}/files", hidden: true},

	"GET /api/v1/alerts":                  {action: exchange.Alert, mine: "/api/v1/alerts"},
	"POST /api/v1/alerts":                 {action: exchange.Alert, mine: `/api/v1/alerts {"name":"x","mail":"x@example.org","language":"tr","every":"day"}`},
	"PUT /api/v1/alerts/:id<int>":         {action: exchange.Alert, mine: `/api/v1/alerts/999999 {"name":"x","mail":"x@example.org","language":"tr","every":"day"}`},
	"DELETE /api/v1/alerts/:id<int>":      {action: exchange.Alert, mine: "/api/v1/alerts/999999"},
	"GET /api/v1/alerts/:id<int>/matches": {action: exchange.Alert, mine: "/api/v1/alerts/999999/matches"},

	"PUT /api/v1/prices":                           {action: exchange.Price, mine: `/api/v1/prices {"prices":[]}`},
	"POST /ogc/collections/:collection/items":      {action: exchange.Import, mine: "/ogc/collections/firms/items ref,name,nace,site,lon,lat"},
	"GET /api/v1/workshops":                        {action: exchange.HoldWorkshop, mine: "/api/v1/workshops"},
	"POST /api/v1/workshops":                       {action: exchange.HoldWorkshop, mine: `/api/v1/workshops {}`},
	"GET /api/v1/workshops/:id<int>":               {action: exchange.HoldWorkshop, mine: "/api/v1/workshops/1"},
	"PUT /api/v1/workshops/:id<int>":               {action: exchange.HoldWorkshop, mine: `/api/v1/workshops/1 {}`},
	"GET /api/v1/workshops/:id<int>/qr":            {action: exchange.HoldWorkshop, mine: "/api/v1/workshops/1/qr"},
	"GET /api/v1/workshops/:id<int>/participants":  {action: exchange.HoldWorkshop, mine: "/api/v1/workshops/1/participants"},
	"POST /api/v1/workshops/:id<int>/participants": {action: exchange.HoldWorkshop, mine: `/api/v1/workshops/1/participants {"guests":[]}`},
	"GET /api/v1/workshops/:id<int>/entries":       {action: exchange.HoldWorkshop, mine: "/api/v1/workshops/1/entries"},
	"PUT /api/v1/workshops/:id<int>/entries/:key":  {action: exchange.HoldWorkshop, mine: `/api/v1/workshops/1/entries/x {}`},
	"GET /api/v1/workshops/:id<int>/report":        {action: exchange.HoldWorkshop, mine: "/api/v1/workshops/1/report"},
	"GET /api/v1/doors/:code":                      {action: exchange.Enter, mine: "/api/v1/doors/x"},
	"POST /api/v1/doors/:code":                     {action: exchange.Enter, mine: `/api/v1/doors/x {"name":"x","firm":"y"}`},

	"GET /api/v1/demo/accounts":                        {action: exchange.Register, mine: "/api/v1/demo/accounts"},
	"POST /api/v1/accounts":                            {action: exchange.Register, mine: `/api/v1/accounts {"mail":"x@example.org","name":"x","language":"tr",` + hasRead + `}`},
	"POST /api/v1/links":                               {action: exchange.Register, mine: `/api/v1/links {"mail":"x@example.org"}`},
	"GET /api/v1/links/:token":                         {action: exchange.Register, mine: "/api/v1/links/x"},
	"POST /api/v1/links/:token":                        {action: exchange.Register, mine: `/api/v1/links/x {"password":"not a usual one"}`},
	"POST /api/v1/session":                             {action: exchange.Register, mine: `/api/v1/session {"mail":"y@example.org","password":"not a usual one"}`},
	"DELETE /api/v1/session":                           look("/api/v1/session"),
	"PATCH /api/v1/me":                                 {action: exchange.OwnAccount, mine: `/api/v1/me {"name":"x","language":"tr"}`},
	"PUT /api/v1/me/password":                          {action: exchange.OwnAccount, mine: `/api/v1/me/password {"old":"x","password":"not a usual one"}`},
	"GET /api/v1/me/sessions":                          {action: exchange.OwnAccount, mine: "/api/v1/me/sessions"},
	"DELETE /api/v1/me/sessions/:id<int>":              {action: exchange.OwnAccount, mine: "/api/v1/me/sessions/999999"},
	"POST /api/v1/me/second":                           {action: exchange.OwnAccount, mine: "/api/v1/me/second"},
	"PUT /api/v1/me/second":                            {action: exchange.OwnAccount, mine: `/api/v1/me/second {"code":"1"}`},
	"DELETE /api/v1/me/second":                         {action: exchange.OwnAccount, mine: `/api/v1/me/second {"code":"1"}`},
	"GET /api/v1/me/keys":                              {action: exchange.Keys, mine: "/api/v1/me/keys"},
	"POST /api/v1/me/keys":                             {action: exchange.Keys, mine: `/api/v1/me/keys {"name":"x","scopes":[],"expires_at":"2001-01-01T00:00:00Z"}`},
	"DELETE /api/v1/me/keys/:id<int>":                  {action: exchange.Keys, mine: "/api/v1/me/keys/999999"},
	"POST /api/v1/me/firm":                             {action: exchange.FoundFirm, mine: `/api/v1/me/firm {}`},
	"GET /api/v1/firms/:id<int>/members":               {action: exchange.Staff, mine: "/api/v1/firms/{firm}/members", other: "/api/v1/firms/{other firm}/members"},
	"POST /api/v1/firms/:id<int>/members":              {action: exchange.Staff, mine: `/api/v1/firms/{firm}/members {"mail":"z@example.org"}`, other: `/api/v1/firms/{other firm}/members {"mail":"z@example.org"}`},
	"PATCH /api/v1/firms/:id<int>/members/:user<int>":  {action: exchange.Staff, mine: `/api/v1/firms/{firm}/members/999999 {"standing":"member"}`, other: `/api/v1/firms/{other firm}/members/999999 {"standing":"member"}`},
	"DELETE /api/v1/firms/:id<int>/members/:user<int>": {action: exchange.Staff, mine: `/api/v1/firms/{firm}/members/999999`, other: `/api/v1/firms/{other firm}/members/999999`},
	"GET /api/v1/users":                                {action: exchange.Users, mine: "/api/v1/users"},
	"POST /api/v1/users":                               {action: exchange.Users, mine: `/api/v1/users {}`},
	"PATCH /api/v1/users/:id<int>":                     {action: exchange.Users, mine: `/api/v1/users/999999 {"standing":"member"}`},
}

// actor is somebody who asks: with what standing, and by which key.
type asker struct {
	name   string
	viewer geo.Viewer
	bearer string
}

// scene is what probes are asked of: two firms with matches of their own.
type scene struct {
	h     *house
	names map[string]func() string
	who   []asker
}

// TestRoutesByStanding asks every route as everybody, for one's own and for
// another's, and holds the answers against the table of permissions.
func TestRoutesByStanding(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	app := apiOf(s.h, api.Config{})
	var routes []string
	for _, r := range app.GetRoutes(true) {
		if name := r.Method + " " + r.Path; r.Method != http.MethodHead && !slices.Contains(routes, name) {
			routes = append(routes, name)
		}
	}
	checks, refused := 0, 0
	for _, route := range routes {
		p, there := probes[route]
		if !there {
			t.Errorf("%s has no probe: say in probes who may ask it", route)
			continue
		}
		if p.mine == "" {
			continue
		}
		method, _, _ := strings.Cut(route, " ")
		for i, who := range s.who {
			if p.heavy && i > 0 {
				continue
			}
			for of, text := range map[bool]string{true: p.mine, false: p.other} {
				if text == "" {
					continue
				}
				b := newBrowser(t, app)
				s.enter(t, b, who)
				path, body, _ := strings.Cut(s.fill(text), " ")
				body = b.dress(path, body)
				a := b.ask(method, path, body)
				checks++
				bound := exchange.BoundOf(who.viewer, p.action)
				may := bound == exchange.Always || of && bound != exchange.Never && who.viewer.UserID != 0
				denied := a.status == 403 || p.hidden && a.status == 404 || a.status == 401 && strings.Contains(a.text, "bearer")
				if denied {
					refused++
				}
				if denied == may || a.status >= 500 {
					t.Errorf("%s as %s, own %v: %d, may %v: %.200s", route, who.name, of, a.status, may, a.text)
				}
			}
		}
	}
	for route := range probes {
		if !slices.Contains(routes, route) {
			t.Errorf("%s is no route", route)
		}
	}
	t.Logf("%d routes, %d who ask, %d checks, %d refused", len(routes), len(s.who), checks, refused)
}

// dress sets the headers that an address and its body want, and returns the body.
func (b *browser) dress(path, body string) string {
	switch {
	case strings.HasPrefix(body, "ref,"):
		b.header["Content-Type"] = "text/csv"
	case strings.HasPrefix(path, "/ogc/"):
		b.header["If-Match"] = "*"
	case body == "FILE":
		b.header["Content-Type"] = "multipart/form-data; boundary=x"
		return "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7\n%%EOF\r\n--x--\r\n"
	}
	return body
}

// enter lets b in as who.
func (s *scene) enter(t *testing.T, b *browser, who asker) {
	switch {
	case who.bearer != "":
		b.header["Authorization"] = "Bearer " + who.bearer
	case who.viewer.UserID != 0:
		token := account.NewToken()
		if _, err := s.h.pool.Exec(t.Context(), `INSERT INTO session (account_id, token, expires_at) VALUES ($1, $2, now() + interval '1 hour')`,
			who.viewer.UserID, account.Digest(token)); err != nil {
			t.Fatal(err)
		}
		b.cookies["simbiyoz_session"], b.cookies["simbiyoz_csrf"] = token, csrfFor(token)
	}
}

// csrfFor returns the token that lies beside a session's in the browser.
func csrfFor(token string) string {
	sum := sha256.Sum256([]byte("csrf:" + token))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

var nameIn = regexp.MustCompile(`\{[a-z ]+\}`)

func (s *scene) fill(text string) string {
	return nameIn.ReplaceAllStringFunc(text, func(name string) string {
		if f, there := s.names[strings.Trim(name, "{}")]; there {
			return f()
		}
		return name
	})
}

func newScene(t *testing.T) *scene {
	t.Helper()
	h, ctx := demoHouse(t)
	s := &scene{h: h}
	// two matches of four firms
	var own, other geo.MatchPair
	page, err := h.x.Matches(ctx, geo.MatchFilter{}, geo.Page{Limit: 500})
	if err != nil {
		t.Fatal(err)
	}
	own = page.Matches[0]
	for _, m := range page.Matches {
		firms := []int64{own.Source.FirmID, own.Sink.FirmID}
		if !slices.Contains(firms, m.Source.FirmID) && !slices.Contains(firms, m.Sink.FirmID) && m.Source.FirmID != m.Sink.FirmID {
			other = m
			break
		}
	}
	if other.SourceID == 0 {
		t.Fatal("the demo has no two matches of four firms")
	}
	interest := func(m geo.MatchPair) programme.Interest {
		i, err := h.x.ExpressInterest(ctx, m.SourceID, m.SinkID, m.Sink.FirmID, "")
		if err != nil {
			t.Fatal(err)
		}
		if i, err = h.x.AnswerInterest(ctx, i.ID, m.Source.FirmID, programme.Reply{Answer: programme.Accepted}); err != nil {
			t.Fatal(err)
		}
		return i
	}
	mine, theirs := interest(own), interest(other)
	is := func(v any) func() string { return func() string { return fmt.Sprint(v) } }
	posting := func(p geo.Posting) geo.Resource {
		r := p.Resource
		r.ID, r.Ref = 0, ""
		return r
	}
	fresh := func(p geo.Posting) func() string {
		return func() string {
			stored, err := h.x.PostResource(ctx, posting(p))
			if err != nil {
				t.Fatal(err)
			}
			return fmt.Sprint(stored.Resource.ID)
		}
	}
	wire := func(p geo.Posting) string {
		return fmt.Sprintf(`{"role":"source","title":"x","material":"100202","quantity":1,"firm_id":%d,"site_id":%d}`, p.FirmID, p.SiteID)
	}
	s.names = map[string]func() string{
		"firm": is(own.Source.FirmID), "other firm": is(other.Source.FirmID),
		"pair": is(fmt.Sprintf("%d-%d", own.SourceID, own.SinkID)), "pair of others": is(fmt.Sprintf("%d-%d", other.SourceID, other.SinkID)),
		"interest": is(mine.ID), "interest of others": is(theirs.ID), "synergy": is(mine.SynergyID), "synergy of others": is(theirs.SynergyID),
		"resource": is(wire(own.Source)), "resource of another": is(wire(other.Source)), "posted": fresh(own.Source), "posted by another": fresh(other.Source),
	}
	s.files(t, ctx, mine.SynergyID, theirs.SynergyID)
	s.people(t, own.Source.FirmID)
	return s
}

// files gives two synergies what hangs on them: a file each, permits, a benefit.
func (s *scene) files(t *testing.T, ctx context.Context, own, other int64) {
	t.Helper()
	s.names["permit"] = func() string { return `{"kind":"other","holder":"x","number":"1","expires_on":"2090-01-01"}` }
	for name, synergy := range map[string]int64{"file": own, "file of others": other} {
		f, err := s.h.x.AddFile(ctx, synergy, "a.pdf", []byte("%PDF-1.7\n%%EOF"))
		if err != nil {
			t.Fatal(err)
		}
		s.names[name] = func() string { return fmt.Sprint(f.ID) }
	}
	for name, synergy := range map[string]int64{"permit of it": own, "permit of others": other} {
		s.names[name] = func() string {
			id, err := s.h.x.AddPermit(ctx, programme.Permit{SynergyID: synergy, Kind: "other", Holder: "x", Number: "1", Expires: time.Now().AddDate(1, 0, 0)})
			if err != nil {
				t.Fatal(err)
			}
			return fmt.Sprint(id)
		}
	}
	last := time.Now().AddDate(0, 0, -1)
	b, err := s.h.x.ClaimBenefit(ctx, programme.Benefit{SynergyID: own, Metric: "jobs", Side: geo.Source, Value: 1, Unit: "person", Attribution: 1,
		From: last.AddDate(-1, 0, 0), Until: last, Method: "x", Baseline: "x"}, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	s.names["benefit"] = func() string { return fmt.Sprint(b.ID) }
}

// people makes an account of every standing, one whose second factor is
// missing, and keys with and without scopes.
func (s *scene) people(t *testing.T, firm int64) {
	t.Helper()
	ctx := geo.WithViewer(t.Context(), geo.Viewer{Standing: geo.Admin})
	s.who = append(s.who, asker{"visitor", geo.Viewer{Standing: geo.Visitor}, ""})
	for _, standing := range account.Assignable {
		a := account.Account{Mail: string(standing) + "@example.org", Name: "Kurgu", Language: "tr", Standing: standing}
		switch standing {
		case geo.Member, geo.FirmAdmin:
			a.FirmID = firm
		case geo.ZoneManager:
			a.ZoneID = 1
		}
		made, _, err := s.h.x.AddUser(ctx, a)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.h.pool.Exec(ctx, `UPDATE account SET verified_at = now(), totp_secret = 'JBSWY3DPEHPK3PXP', totp_at = now() WHERE id = $1`, made.ID); err != nil {
			t.Fatal(err)
		}
		made.Second = time.Now()
		s.who = append(s.who, asker{string(standing), made.Viewer(true), ""})
	}
	pending, _, err := s.h.x.AddUser(ctx, account.Account{Mail: "pending@example.org", Name: "Kurgu", Language: "tr", Standing: geo.Facilitator})
	if err != nil {
		t.Fatal(err)
	}
	s.who = append(s.who, asker{"facilitator without second factor", pending.Viewer(true), ""})
	for _, of := range s.who {
		if !of.viewer.Is(geo.Member, geo.Admin) {
			continue
		}
		for name, scopes := range map[string][]geo.Scope{"key without scope": {}, "key with every scope": geo.Scopes} {
			key, prefix := account.NewKey()
			if _, err := s.h.pool.Exec(ctx, `INSERT INTO api_key (account_id, name, prefix, token, scopes, expires_at) VALUES ($1, $2, $3, $4, $5, now() + interval '1 hour')`,
				of.viewer.UserID, name, prefix, account.Digest(key), scopes); err != nil {
				t.Fatal(err)
			}
			v := of.viewer
			v.ByKey, v.Scopes = true, scopes
			s.who = append(s.who, asker{name + " of a " + of.name, v, key})
		}
	}
}
