import { join } from 'node:path'
import type { Health, Status } from '@millrace/contract'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Config } from './config.ts'
import type { Caller } from './contexts/identity/index.ts'
import type { StorageContext } from './contexts/storage/index.ts'
import { createDashboardsDoor } from './doors/dashboards/index.ts'
import { createEmrDoor } from './doors/emr/index.ts'
import { createEmrServerlessDoor } from './doors/emr-serverless/index.ts'
import { createGlueDoor } from './doors/glue/index.ts'
import { createIamDoor } from './doors/iam/index.ts'
import { createIcebergRestDoor } from './doors/iceberg-rest/index.ts'
import { createLakeFormationDoor, lakeFormationWhatIf } from './doors/lake-formation/index.ts'
import { createLivyDoor } from './doors/livy/index.ts'
import { createNotebooksDoor } from './doors/notebooks/index.ts'
import { createOperationsDoor } from './doors/operations/index.ts'
import { createPortalDoor } from './doors/portal/index.ts'
import { createPortalApiDoor } from './doors/portal-api/index.ts'
import { createRamDoor } from './doors/ram/index.ts'
import { createS3Door } from './doors/s3/index.ts'
import { createServiceCatalogDoor } from './doors/service-catalog/index.ts'
import type { Door, Exchange } from './doors/shared/door.ts'
import { createStsDoor } from './doors/sts/index.ts'
import { createUnservedDoor } from './doors/unserved/index.ts'
import { publicName } from './exposure.ts'
import type { Home } from './home.ts'
import type { Contexts, Ground } from './join-contexts.ts'
import { type DoorName, services } from './listener/route.ts'

interface Around extends Ground {
  home: Home
  config: Config
  root: string
  version: string
  /** Where browsers reach the platform. */
  url: string
  /** Why nothing can be served; undefined where it can. */
  unready(): Promise<string | undefined>
  status(): Promise<Status>
  health(caller: Caller): Promise<Health>
}

/** Every API of the platform over the faces that it translates to. */
export function joinDoors(contexts: Contexts, around: Around): Partial<Record<DoorName, Door>> {
  const { identity, governance, storage, catalog, compute, sessions } = contexts
  const { ingestion, notebooks, pipelines, trials } = contexts
  const { clock, log, home, config, url, root, version, unready, status, health } = around
  const { region, domain } = config
  const door = { identity, clock, log }
  const livyHost = publicName(config)
  // S3 is where the client found the catalog; inside a box that is the box's own loopback.
  const storageEndpoint = ({ box, secure, request }: Exchange) => {
    if (box !== undefined) return `http://127.0.0.1:${config.port}`
    return config.publicUrl ?? `${secure ? 'https' : 'http'}://${request.headers.host}`
  }
  const metrics = new Registry()
  collectDefaultMetrics({ register: metrics })
  gaugeRot(metrics, storage)
  return {
    sts: createStsDoor(door),
    iam: createIamDoor(door),
    s3: createS3Door({ ...door, storage, region, domain }),
    'lake-formation': createLakeFormationDoor({ ...door, governance, catalog }),
    glue: createGlueDoor({ ...door, catalog }),
    'iceberg-rest': createIcebergRestDoor({ ...door, catalog, region, storageEndpoint }),
    emr: createEmrDoor({ ...door, compute, sessions, region, livyHost, port: config.port }),
    ram: createRamDoor({ ...door, governance, region }),
    'service-catalog': createServiceCatalogDoor({ ...door, compute, region }),
    'emr-serverless': createEmrServerlessDoor({
      ...door,
      compute,
      sessions,
      region,
      reachedAt: url,
    }),
    livy: createLivyDoor({ ...door, sessions, compute }),
    notebooks: createNotebooksDoor({ notebooks, log }),
    dashboards: createDashboardsDoor({ sessions, log }),
    'portal-api': createPortalApiDoor({
      ...door,
      ...{ governance, catalog, compute, ingestion, notebooks },
      ...{ pipelines, sessions, storage, trials },
      tryChange: lakeFormationWhatIf({ governance, catalog }),
      status,
      health,
      operatorToken: home.operatorToken,
      version,
    }),
    portal: createPortalDoor({ directory: join(root, 'portal/dist'), log }),
    operations: createOperationsDoor({ metrics, unready }),
    unserved: createUnservedDoor({ services }),
  }
}

/** What the scrubber found and nobody has replaced yet. */
function gaugeRot(metrics: Registry, storage: Pick<StorageContext, 'rot'>): void {
  new Gauge({
    name: 'millrace_storage_rotten_blobs',
    help: 'Blobs and rows that are not what they were when they came',
    registers: [metrics],
    async collect() {
      this.set((await storage.rot()).length)
    },
  })
}
