import {
  type Cluster,
  DescribeClusterCommand,
  GetClusterSessionCredentialsCommand,
  ListClustersCommand,
} from '@aws-sdk/client-emr'
import {
  ProvisionProductCommand,
  SearchProductsCommand,
  TerminateProvisionedProductCommand,
} from '@aws-sdk/client-service-catalog'
import { type Person, personOf } from './clients.ts'
import { RESEARCH_ROLE } from './names.ts'
import { until, verify } from './verify.ts'

const NAME = 'delays'
const CLUSTER_SECONDS_MAX = 300

/** The cluster of the evaluation, as its owner sees it. */
export interface Research {
  id: string
  /** Where its Livy answers. */
  url: string
}

/** Starts the cluster from the service catalogue, unless it is there. */
export async function startCluster(): Promise<Research> {
  const quant = personOf('quant')
  const before = await findCluster(quant)
  if (!before) await provision(quant)
  const cluster = await until('a cluster that waits for work', () => findCluster(quant), {
    seconds: CLUSTER_SECONDS_MAX,
  })
  const livy = cluster.Configurations?.find(({ Classification }) => Classification === 'livy-conf')
  const port = livy?.Properties?.['livy.server.port']
  verify(port !== undefined, 'the port of Livy among the configurations of the cluster')
  return { id: cluster.Id ?? '', url: `http://${cluster.MasterPublicDnsName}:${port}` }
}

export async function stopCluster(): Promise<void> {
  const quant = personOf('quant')
  const command = new TerminateProvisionedProductCommand({ ProvisionedProductName: NAME })
  await quant.serviceCatalog.send(command)
  const gone = async () => ((await findCluster(quant)) ? undefined : true)
  await until('the end of the cluster', gone, { seconds: CLUSTER_SECONDS_MAX })
}

/** A pair for Livy on that cluster, which works as the research role. */
export async function sessionCredentials(profile: string, ClusterId: string) {
  const { Credentials } = await personOf(profile).emr.send(
    new GetClusterSessionCredentialsCommand({ ClusterId, ExecutionRoleArn: RESEARCH_ROLE }),
  )
  const { Username = '', Password = '' } = Credentials?.UsernamePassword ?? {}
  return { username: Username, password: Password }
}

async function provision({ serviceCatalog }: Person): Promise<void> {
  const { ProductViewSummaries = [] } = await serviceCatalog.send(new SearchProductsCommand({}))
  const notebooks = ProductViewSummaries.find(({ Name }) => /notebook/i.test(Name ?? ''))
  verify(notebooks !== undefined, 'a product for notebooks in the catalogue')
  await serviceCatalog.send(
    new ProvisionProductCommand({
      ProductId: notebooks.ProductId,
      ProvisionedProductName: NAME,
      ProvisioningParameters: [{ Key: 'InstanceType', Value: 'm5.large' }],
    }),
  )
}

async function findCluster({ emr }: Person): Promise<Cluster | undefined> {
  const alive = new ListClustersCommand({ ClusterStates: ['WAITING', 'RUNNING'] })
  const { Clusters } = await emr.send(alive)
  const ClusterId = Clusters?.find(({ Name }) => Name === NAME)?.Id
  if (ClusterId === undefined) return undefined
  return (await emr.send(new DescribeClusterCommand({ ClusterId }))).Cluster
}
