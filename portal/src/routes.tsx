import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router'
import { queryText } from './api/client.ts'
import { Missing } from './shell/missing.tsx'
import { Shell } from './shell/shell.tsx'
import { Trouble } from './ui/states.tsx'

const root = createRootRoute({ component: Outlet })
const inside = createRoute({ getParentRoute: () => root, id: 'inside', component: Shell })

type Screens = Record<string, React.ComponentType>

/** A page inside the shell; its code is fetched when somebody goes there, or is about to. */
function page(path: string, load: () => Promise<Screens>, name: string) {
  const component = lazyRouteComponent(load, name)
  return createRoute({ getParentRoute: () => inside, path, component })
}

const dataset = () => import('./screens/dataset/dataset.tsx')
const access = () => import('./screens/access/access.tsx')
const deliveries = () => import('./screens/deliveries/deliveries.tsx')
const quarantine = () => import('./screens/quarantine/quarantine.tsx')
const trials = () => import('./screens/trials/trials.tsx')
const trial = () => import('./screens/trials/trial.tsx')
const pipelines = () => import('./screens/pipelines/pipelines.tsx')
const accounts = () => import('./screens/accounts/accounts.tsx')
const approvalRules = () => import('./screens/rules/approval-rules.tsx')
const savedExpressions = () => import('./screens/rules/saved-expressions.tsx')
const datasetGrants = () => import('./screens/dataset/dataset-grants.tsx')
const DATASET = '/datasets/$account/$database/$table'

const pages = [
  page('/', () => import('./screens/home/home.tsx'), 'HomeScreen'),
  page('/search', () => import('./screens/search/search.tsx'), 'SearchScreen'),
  page(DATASET, dataset, 'OverviewScreen'),
  page(`${DATASET}/schema`, dataset, 'SchemaScreen'),
  page(`${DATASET}/preview`, dataset, 'PreviewScreen'),
  page(`${DATASET}/tags`, () => import('./screens/dataset/dataset-tags.tsx'), 'DatasetTagsScreen'),
  page(`${DATASET}/grants`, datasetGrants, 'DatasetGrantsScreen'),
  page(`${DATASET}/use`, dataset, 'UseScreen'),
  page(`${DATASET}/lineage`, () => import('./screens/dataset/lineage.tsx'), 'LineageScreen'),
  page(`${DATASET}/profile`, () => import('./screens/dataset/profile.tsx'), 'ProfileScreen'),
  page(`${DATASET}/history`, () => import('./screens/dataset/history.tsx'), 'HistoryScreen'),
  page(`${DATASET}/readers`, () => import('./screens/dataset/readers.tsx'), 'ReadersScreen'),
  page(`${DATASET}/why`, () => import('./screens/dataset/why.tsx'), 'WhyScreen'),
  page('/access', access, 'MyAccessScreen'),
  page('/access/requests', access, 'MyRequestsScreen'),
  page('/approvals', () => import('./screens/access/approvals.tsx'), 'ApprovalsScreen'),
  page('/approvals/rules', approvalRules, 'ApprovalRulesScreen'),
  page('/approvals/reminders', () => import('./screens/rules/reminders.tsx'), 'RemindersScreen'),
  page('/grants', () => import('./screens/rules/grants.tsx'), 'GrantsScreen'),
  page('/grants/policies', () => import('./screens/rules/row-policies.tsx'), 'RowPoliciesScreen'),
  page('/grants/locations', () => import('./screens/rules/locations.tsx'), 'LocationsScreen'),
  page('/tags/expressions', savedExpressions, 'SavedExpressionsScreen'),
  page('/tags', () => import('./screens/access/tags.tsx'), 'TagsScreen'),
  page('/vendors', () => import('./screens/vendors/vendors.tsx'), 'VendorsScreen'),
  page('/vendors/$id', () => import('./screens/vendors/vendor.tsx'), 'VendorScreen'),
  page('/feeds/new', () => import('./screens/feeds/new-feed.tsx'), 'NewFeedScreen'),
  page('/feeds/$id', () => import('./screens/feeds/feed.tsx'), 'FeedScreen'),
  page('/deliveries', deliveries, 'CalendarScreen'),
  page('/deliveries/$id', () => import('./screens/deliveries/delivery.tsx'), 'DeliveryScreen'),
  page('/quarantine', quarantine, 'QuarantineScreen'),
  page('/quarantine/$id', quarantine, 'QuarantinedScreen'),
  page('/trials', trials, 'TrialsScreen'),
  page('/trials/new', () => import('./screens/trials/new-trial.tsx'), 'NewTrialScreen'),
  page('/trials/$id', trial, 'TrialScreen'),
  page('/trials/$id/report', () => import('./screens/trials/report.tsx'), 'ReportScreen'),
  page('/trials/$id/compare', () => import('./screens/trials/compare.tsx'), 'CompareScreen'),
  page('/trials/$id/memo', () => import('./screens/trials/memo.tsx'), 'MemoScreen'),
  page('/pipelines', pipelines, 'PipelinesScreen'),
  page('/pipelines/$id', () => import('./screens/pipelines/pipeline.tsx'), 'PipelineScreen'),
  page('/pipelines/$id/runs', () => import('./screens/pipelines/runs.tsx'), 'RunsScreen'),
  page('/pipelines/$id/script', () => import('./screens/pipelines/script.tsx'), 'ScriptScreen'),
  page('/runs/$id', () => import('./screens/pipelines/run.tsx'), 'RunScreen'),
  page('/compute', () => import('./screens/compute/compute.tsx'), 'ComputeScreen'),
  page('/compute/notebooks', () => import('./screens/compute/notebooks.tsx'), 'NotebooksScreen'),
  page('/compute/sessions', () => import('./screens/compute/sessions.tsx'), 'SessionsScreen'),
  page('/compute/catalogue', () => import('./screens/compute/catalogue.tsx'), 'CatalogueScreen'),
  page('/audit', () => import('./screens/audit/audit.tsx'), 'AuditScreen'),
  page('/audit/exports', () => import('./screens/audit/exports.tsx'), 'ExportsScreen'),
  page('/audit/chains', () => import('./screens/audit/chains.tsx'), 'ChainsScreen'),
  page('/accounts', accounts, 'AccountsScreen'),
  page('/accounts/$account', accounts, 'AccountScreen'),
  page('/health', () => import('./screens/health/health.tsx'), 'HealthScreen'),
  page('/connect', () => import('./screens/connect/connect.tsx'), 'ConnectScreen'),
]

/** Whatever else is written into the address: the way on is beside it. */
const missing = createRoute({ getParentRoute: () => inside, path: '$', component: Missing })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('./screens/sign-in/sign-in.tsx'), 'SignInScreen'),
})

export function newRouter() {
  return createRouter({
    routeTree: root.addChildren([signIn, inside.addChildren([...pages, missing])]),
    basepath: '/app',
    // All of it is text: an account of digits is no number.
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: queryText,
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultNotFoundComponent: Missing,
    defaultErrorComponent: ({ error }) => <Trouble error={error} />,
  })
}
