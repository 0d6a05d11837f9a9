"""What Jupyter, its kernels and their libraries are told: files below /tmp, and variables."""

import json
import os

HOME = "/home/notebook"
SETTINGS = "/tmp/jupyter"
LIVY_START_SECONDS = 150
KERNEL_IDLE_SECONDS_MAX = 4 * 3600
SERVER_IDLE_SECONDS_MAX = 3600
# What kernels import of ours; sparkmagic's magics do so in each of them.
MODULES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "kernels")

JUPYTER = """\
c = get_config()  # noqa: F821
# Whoever reaches the socket has passed the platform's door, which lets its own pages in alone.
c.IdentityProvider.token = ""
c.ServerApp.disable_check_xsrf = True
c.ServerApp.allow_remote_access = True
c.ServerApp.open_browser = False
c.ServerApp.root_dir = {home!r}
c.ServerApp.terminals_enabled = False
c.ServerApp.jpserver_extensions = {{"jupyter_lsp": False, "jupyter_server_terminals": False}}
c.ServerApp.shutdown_no_activity_timeout = {server_idle}
c.MappingKernelManager.cull_idle_timeout = {kernel_idle}
c.MappingKernelManager.cull_connected = True
c.KernelSpecManager.ensure_native_kernel = False
c.FileContentsManager.delete_to_trash = False
c.LabApp.extension_manager = "readonly"
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.news_url = None
"""

# News come from outside; the others ask for servers that are not there.
UNUSED = {
    "@jupyterlab/apputils-extension:announcements": True,
    "@jupyterlab/lsp-extension": True,
    "@amzn/sagemaker-jupyterlab-extension-common": True,
}

# Notebooks without a pairing of their own are kept beside a script that Git and people can read.
JUPYTEXT = 'formats = "ipynb,py:percent"\n'

AWS = """\
[default]
region = {region}
s3 =
    addressing_style = path
    signature_version = s3v4
"""


def write(order, options):
    """All files; the home keeps what is there."""
    python, endpoint = options["notebookPython"], options["endpoint"]
    idle = {"server_idle": SERVER_IDLE_SECONDS_MAX, "kernel_idle": KERNEL_IDLE_SECONDS_MAX}
    put("config/jupyter_server_config.py", JUPYTER.format(home=HOME, **idle))
    put("config/labconfig/page_config.json", json.dumps({"disabledExtensions": UNUSED}))
    put("aws", AWS.format(region=options["region"]))
    put("bundle.pem", order["authorityPem"])
    put("aws-data/endpoints.json", endpoints(python, order["domain"]))
    put("sparkmagic/config.json", json.dumps(sparkmagic(endpoint)))
    for name, kernel in kernels(python, endpoint).items():
        put(f"data/kernels/{name}/kernel.json", json.dumps(kernel))
    for name, text in {"jupytext.toml": JUPYTEXT, **order.get("files", {})}.items():
        begin(f"{HOME}/{name}", text)


def begin(path, text):
    """Written by two boxes of one home at once, it is written once."""
    try:
        with open(path, "x") as file:
            file.write(text)
    except FileExistsError:
        pass


def put(name, text):
    path = f"{SETTINGS}/{name}"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)


def kernels(python, endpoint):
    """By the names that notebooks carry in their metadata, wherever they were written."""
    ipython = [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spark = [python, "-m", "sparkmagic.kernels.pysparkkernel.pysparkkernel"]
    return {
        "python3": kernel("Python", ipython),
        "pysparkkernel": kernel("PySpark", [*spark, "-f", "{connection_file}"]),
        "analytics": kernel("Python and EMR (sm_analytics)", ipython, hard_wired(endpoint)),
    }


def kernel(title, argv, variables=None):
    return {
        "argv": argv,
        "display_name": title,
        "language": "python",
        "interrupt_mode": "signal",
        "env": variables or {},
    }


def hard_wired(endpoint):
    """For clients that make host names themselves: a proxy that ends TLS for the platform's."""
    return {
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true",
        "AWS_DATA_PATH": f"{SETTINGS}/aws-data",
        "AWS_CA_BUNDLE": f"{SETTINGS}/bundle.pem",
        "REQUESTS_CA_BUNDLE": f"{SETTINGS}/bundle.pem",
        "HTTPS_PROXY": endpoint,
        "NO_PROXY": "127.0.0.1,localhost",
    }


def endpoints(python, domain):
    """The AWS library's own list of its commercial partition, with the platform's domain."""
    environment = os.path.dirname(os.path.dirname(python))
    version = next(name for name in os.listdir(f"{environment}/lib") if name.startswith("python"))
    path = f"{environment}/lib/{version}/site-packages/botocore/data/endpoints.json"
    with open(path) as file:
        known = json.load(file)
    own = [one for one in known["partitions"] if one["partition"] == "aws"]
    text = json.dumps({"version": known["version"], "partitions": own})
    return text.replace("amazonaws.com", domain).replace("api.aws", domain)


def sparkmagic(endpoint):
    return {
        "kernel_python_credentials": {
            "url": f"{endpoint}/livy",
            "username": "",
            "password": "",
            "auth": "Signed",
        },
        "authenticators": {
            "None": "sparkmagic.auth.customauth.Authenticator",
            "Basic_Access": "sparkmagic.auth.basic.Basic",
            "Signed": "livy_sign_in.Signed",
        },
        "livy_session_startup_timeout_seconds": LIVY_START_SECONDS,
        "logging_config": {"version": 1},
        "use_auto_viz": False,
    }


def environment(order, options):
    """Of Jupyter and of every kernel; credentials come from the box's own source."""
    python, region = options["notebookPython"], options["region"]
    return {
        **os.environ,
        "HOME": HOME,
        "PATH": f"{os.path.dirname(python)}:/usr/bin:/bin",
        "SHELL": "/bin/sh",
        "AWS_CONFIG_FILE": f"{SETTINGS}/aws",
        "JUPYTER_CONFIG_DIR": f"{SETTINGS}/config",
        "JUPYTER_DATA_DIR": f"{SETTINGS}/data",
        "JUPYTER_RUNTIME_DIR": f"{SETTINGS}/runtime",
        "JUPYTERLAB_SETTINGS_DIR": f"{HOME}/.jupyterlab/settings",
        "JUPYTERLAB_WORKSPACES_DIR": f"{HOME}/.jupyterlab/workspaces",
        "IPYTHONDIR": f"{SETTINGS}/ipython",
        "MPLCONFIGDIR": f"{SETTINGS}/matplotlib",
        "SPARKMAGIC_CONF_DIR": f"{SETTINGS}/sparkmagic",
        # Packages come from the engine; what lies in the home is no code until it is run.
        "PYTHONNOUSERSITE": "1",
        "PYTHONPATH": MODULES,
        "OMP_NUM_THREADS": str(options["cores"]),
        **catalogs(order["catalogs"], options["endpoint"], region),
    }


def catalogs(wanted, endpoint, region):
    """PyIceberg's, by name; it signs with the credentials of the AWS library."""
    variables = {}
    for name, warehouse in wanted.items():
        prefix = f"PYICEBERG_CATALOG__{name.upper()}__"
        variables.update(
            {
                f"{prefix}TYPE": "rest",
                f"{prefix}URI": f"{endpoint}/iceberg",
                f"{prefix}WAREHOUSE": warehouse,
                f"{prefix}REST__SIGV4_ENABLED": "true",
                f"{prefix}REST__SIGNING_NAME": "glue",
                f"{prefix}REST__SIGNING_REGION": region,
            }
        )
    return variables
