/** Clients read it before they sign in. */
export const VERSION = {
  url: 'https://livy.apache.org',
  version: '0.9.0-incubating',
  revision: 'millrace',
  branch: 'main',
  date: '',
  user: 'millrace',
}
