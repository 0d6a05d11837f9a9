import { listing, type Noun, short } from './noun.ts'

export const cluster: Noun = {
  is: 'Spark for a while, from the service catalogue',
  verbs: {
    products: listing('listProducts', (one) => [one.id, one.name, one.description]),
    list: listing('listClusters', (one) => [
      one.id,
      one.state,
      one.name,
      one.instanceType,
      short(one.createdAt),
    ]),
    launch: { operation: 'launchCluster' },
    estimate: { operation: 'estimateCluster' },
    stop: { operation: 'stopCluster' },
  },
}

export const notebook: Noun = {
  is: 'JupyterLab of one’s own, as a role',
  verbs: {
    list: listing('listNotebooks', (one) => [
      one.id,
      one.state,
      one.role ?? 'myself',
      short(one.openedAt),
      one.reason,
    ]),
    open: { operation: 'openNotebook' },
    enter: { operation: 'enterNotebook' },
    stop: { operation: 'stopNotebook' },
  },
}

export const session: Noun = {
  is: 'running Spark drivers, each of one user and role',
  verbs: {
    list: listing('listSessions', (one) => [
      one.id,
      one.state,
      one.kind,
      one.principal,
      short(one.startedAt),
    ]),
    dashboard: { operation: 'openSessionDashboard' },
    stop: { operation: 'stopSession' },
  },
}
