package account

// DemoPassword is what all accounts of the demo have. Everybody knows it: they
// are let in where nobody but this machine reaches the server.
const DemoPassword = "kurgu hesap 2026"

// DemoDomain is where the demo's people have their mail; nothing is ever sent
// there.
const DemoDomain = "@demo.example"
