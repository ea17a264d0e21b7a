// Starts Unleash for the tests: its tokens are made up, and it tells nobody outside that it runs.
import * as unleash from 'unleash-server';

const start = unleash.start ?? unleash.default.start;
const token = (type, environment) => ({
  environment,
  projects: ['*'],
  secret: `*:${environment}.test-${type}`,
  type,
  tokenName: `test-${type}`,
});

await start({
  databaseUrl: process.env.DATABASE_URL,
  db: { ssl: false },
  server: { host: '127.0.0.1', port: Number(process.env.PORT), enableRequestLogger: false },
  versionCheck: { enable: false },
  telemetry: false,
  authentication: {
    type: 'open-source',
    createAdminUser: true,
    initApiTokens: [
      token('frontend', 'development'),
      { ...token('admin', '*'), tokenName: 'ombud' },
      { ...token('admin', '*'), secret: '*:*.test-person', tokenName: 'ann' },
    ],
  },
});
console.log('unleash is up');
