import { NO_CONTENT, type Route } from './route.ts'

export const reportMetrics: Route = {
  name: 'reportMetrics',
  method: 'POST',
  path: '/v1/{prefix}/namespaces/{namespace}/tables/{table}/metrics',
  summary: 'Report metrics of a scan or commit; they are not kept',
  run: async () => NO_CONTENT,
}
