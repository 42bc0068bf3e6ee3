"""What is known of command lines: which words wrap, which select, which options take a value.

Data, not code: a program missing here is still read, only without subcommand. Sources are the
programs' own manuals.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wrapper:
    """A command that runs the command after it.

    `values` are its options that take a value, `skip` the positional words before the wrapped
    command, `module` whether `-m NAME` names what is run.
    """

    values: frozenset[str] = frozenset()
    skip: int = 0
    module: bool = False


def _wrapper(values: str = "", skip: int = 0, *, module: bool = False) -> Wrapper:
    return Wrapper(frozenset(values.split()), skip, module)


WRAPPERS: dict[str, Wrapper] = {
    "sudo": _wrapper("-u -g -C -h -p -r -t -U --user --group --chdir"),
    "doas": _wrapper("-u -C"),
    "env": _wrapper("-u -C -S --unset --chdir"),
    "time": _wrapper("-f -o --format --output"),
    "nice": _wrapper("-n --adjustment"),
    "ionice": _wrapper("-c -n"),
    "nohup": _wrapper(),
    "setsid": _wrapper(),
    "stdbuf": _wrapper("-i -o -e"),
    "unbuffer": _wrapper(),
    "chronic": _wrapper(),
    "exec": _wrapper("-a"),
    "command": _wrapper(),
    "builtin": _wrapper(),
    "timeout": _wrapper("-s -k --signal --kill-after", skip=1),
    "gtimeout": _wrapper("-s -k --signal --kill-after", skip=1),
    "xvfb-run": _wrapper("-e -f -n -p -s -w --server-args --server-num --error-file"),
    "dbus-run-session": _wrapper(),
    "xargs": _wrapper("-I -i -n -P -L -d -a -s -E --max-args --max-procs --delimiter --replace"),
    "parallel": _wrapper("-j --jobs"),
    "retry": _wrapper("-t -d -s --tries --delay --times"),
    "strace": _wrapper("-e -o -p"),
    "catchsegv": _wrapper(),
    "npx": _wrapper("-p --package -c --call"),
    "bunx": _wrapper("-p --package"),
    "uvx": _wrapper("--from --with --python -p"),
    "uv run": _wrapper(
        "--with --python -p --extra --group --only-group --no-group --project --directory --package"
        " --env-file --with-requirements --with-editable --index-url --index --cache-dir",
        module=True,
    ),
    "uv tool run": _wrapper("--from --with --python -p"),
    "poetry run": _wrapper("-C -P --directory --project"),
    "pipenv run": _wrapper(),
    "pdm run": _wrapper("-p --project"),
    "hatch run": _wrapper("-e --env"),
    "rye run": _wrapper(),
    "pixi run": _wrapper("-e --environment --manifest-path"),
    "pipx run": _wrapper("--spec --python"),
    "conda run": _wrapper("-n --name -p --prefix --cwd"),
    "mamba run": _wrapper("-n --name -p --prefix --cwd"),
    "micromamba run": _wrapper("-n --name -p --prefix --cwd -r"),
    "pnpm exec": _wrapper(),
    "pnpm dlx": _wrapper("--package"),
    "yarn exec": _wrapper(),
    "yarn dlx": _wrapper("-p --package"),
    "npm exec": _wrapper("--package -c --call"),
    "bundle exec": _wrapper(),
    "coverage run": _wrapper("--rcfile --source --omit --include --data-file", module=True),
    "kernprof": _wrapper("-o", module=True),
    "mpirun": _wrapper("-n -np -H -hostfile --hostfile"),
    "mpiexec": _wrapper("-n -np"),
    "cross-env": _wrapper(),
    "dotenv": _wrapper("-e -f"),
}
"""Wrapping commands by their words, one to three of them."""

SHELLS = frozenset("bash sh zsh dash ksh".split())
"""Programs whose `-c` takes a script."""

SAME_PROGRAM: dict[str, str] = {
    "pip3": "pip",
    "pytest-3": "pytest",
    "py.test": "pytest",
    "nodejs": "node",
    "gradlew": "gradle",
    "mvnw": "mvn",
    "docker-compose": "docker compose",
    "podman-compose": "podman compose",
    "choco.exe": "choco",
}
"""Other names for a program, the version taken away before looking here."""

VERSIONED = ("python", "pip", "pypy", "clang", "gcc", "g++", "llvm-config", "php", "ruby", "lua")
"""Programs whose name may carry a version (`python3.11`)."""

ONE_WORD = frozenset(
    """
    apk apt apt-get aptitude brew bundle bun cargo choco cibuildwheel cmake composer conda
    conda-build corepack coverage cosign crane cyclonedx dart deno dnf docker dotnet dpkg
    earthly flit flutter flyctl gcovr gem gh git gitleaks go goreleaser gradle grype hadolint
    hatch helm heroku hub hugo jekyll jupyter kind ko kubectl kustomize lerna make-dist maturin
    mamba micromamba minikube mix mkdocs mike mlflow metaflow dvc clearml clearml-task kit
    netlify nix nx npm nvm opa openssl oras pack pacman pdm pip pipenv pipx pixi pnpm podman
    poetry pre-commit pulumi pyenv rustup rye ruff s3cmd semgrep serverless setup.py skaffold
    skopeo snap snyk sphinx syft terraform terragrunt tofu trivy trunk turbo twine uv vault
    vcpkg vercel wandb winget wrangler yarn yum zypper buildah conan conftest argocd flux
    istioctl kubeadm k3d nerdctl helmfile mvn_wrapper stack cabal opam dune mage task just swift
    pod fastlane xcodebuild bazel bazelisk buck2 pants meson databricks dagger buf protolint sam
    cdk gsutil bq rclone rsync-ssl act actionlint zizmor changeset semantic-release release-it
    standard-version np bumpversion bump2version cz commitizen
    """.split()
)
"""Programs whose first word selects what they do."""

GROUPS: dict[str, frozenset[str]] = {
    "docker": frozenset(
        "buildx compose image container volume network manifest system context trust".split()
    ),
    "podman": frozenset("compose image container volume network manifest machine".split()),
    "uv": frozenset("pip tool python cache self".split()),
    "git": frozenset("remote submodule lfs stash worktree bundle".split()),
    "go": frozenset("mod tool work".split()),
    "cargo": frozenset(
        "llvm-cov nextest xtask hack component tarpaulin binstall make set-version".split()
    ),
    "npm": frozenset("pkg cache dist-tag config".split()),
    "yarn": frozenset("workspaces workspace config npm".split()),
    "pnpm": frozenset("config".split()),
    "poetry": frozenset("config self env cache".split()),
    "helm": frozenset("repo plugin registry dependency".split()),
    "kubectl": frozenset("rollout config create set".split()),
    "conda": frozenset("env config mambabuild".split()),
    "mamba": frozenset("env".split()),
    "dotnet": frozenset("nuget tool workload".split()),
    "bundle": frozenset("config".split()),
    "pre-commit": frozenset(),
    "rustup": frozenset("component target toolchain default".split()),
    "mlflow": frozenset("models server deployments recipes experiments db".split()),
    "kind": frozenset("create load delete get".split()),
    "k3d": frozenset("cluster image".split()),
    "terraform": frozenset("workspace state".split()),
    "pip": frozenset("cache config".split()),
    "jupyter": frozenset(),
}
"""For a program of `ONE_WORD`, the first words that a second one has to follow."""

TWO_WORDS = frozenset("gh aws az gcloud heroku doctl ibmcloud oci linode-cli circleci".split())
"""Programs whose first two words select what they do; `gcloud` takes as many as there are."""

DEEP = frozenset(("gcloud",))

VALUES: dict[str, frozenset[str]] = {
    program: frozenset(options.split())
    for program, options in {
        "git": "-C -c --git-dir --work-tree --depth -b --branch -m -u -o --author",
        "pip": "-r -c -e -i -f -t -d -w --index-url --extra-index-url --find-links --target"
        " --requirement --constraint --editable --progress-bar --wheel-dir --no-binary"
        " --only-binary --dest --python --prefix --timeout --retries --upgrade-strategy --platform"
        " --python-version",
        "uv": "-r -c -e -p --python --index-url --extra --group --requirements --project"
        " --directory --with",
        "docker": "-t -f --tag --file --build-arg --platform --target --label --cache-from"
        " --cache-to -o --output -v -e -p -w -u --volume --env --publish --workdir --user --name"
        " --network --net --entrypoint --env-file -m --memory --cpus --mount --shm-size --gpus"
        " --secret --ssh --add-host -l -H --context --progress --build-context --builder --driver",
        "pytest": "-k -m -n -c -o -p -W -r --maxfail --durations --cov --junitxml --junit-xml"
        " --ignore --rootdir --timeout --dist --tb --splits --group --reruns --confcutdir"
        " --splitting-algorithm --color -log-level",
        "make": "-C -f -I -o -W --directory --file",
        "tox": "-e -c -f -p -x --workdir",
        "nox": "-s -e -f -t -k -p --session --sessions --noxfile --tags --keywords --pythons",
        "npm": "--prefix -w --workspace --registry --tag",
        "yarn": "--cwd --network-timeout --registry",
        "pnpm": "-C -F --filter --dir",
        "cargo": "-p -j --package --features --target --manifest-path --profile --bin --example"
        " --test --bench --color -F -Z",
        "go": "-C -run -count -timeout -tags -o -ldflags -bench -benchtime -coverprofile -covermode"
        " -coverpkg -p -parallel -mod -gcflags",
        "mvn": "-f -pl -P -s -T -l --file --projects --activate-profiles --settings",
        "gradle": "-p -b -x -P --project-dir --max-workers",
        "conda": "-n -c -f -p --name --channel --file --prefix",
        "mamba": "-n -c -f -p --name --channel --file --prefix",
        "micromamba": "-n -c -f -p -r --name --channel --file --prefix",
        "kubectl": "-n -f -l -o --namespace --filename --context --kubeconfig --selector"
        " --timeout --for",
        "helm": "-n -f --namespace --set --values --version --kube-context --timeout",
        "gh": "-R -t -b -f -F -H -X -q --repo --title --body --label --add-label --remove-label"
        " --jq --json --notes --notes-file --head --base -B --input --method --body-file",
        "aws": "--region --profile --output --query --endpoint-url",
        "gcloud": "--project --region --zone --format",
        "curl": "-o -H -X -d -u -F -A --output --header --request --data --user --retry"
        " --max-time --connect-timeout -w --data-binary --form --retry-delay",
        "wget": "-O -P -o --output-document --header --directory-prefix",
        "cmake": "-B -S -G -D --build --target --config -j --install --prefix --preset -A",
        "ctest": "-C -R -E -j --test-dir --build-config --timeout",
        "tar": "-C -f --directory --exclude",
        "ruff": "--config --select --ignore --output-format --line-length --target-version",
        "black": "-l -t --line-length --config --target-version --exclude",
        "mypy": "-p -m --config-file --python-version --cache-dir",
        "pre-commit": "--hook-stage --from-ref --to-ref --files -c",
        "twine": "-u -p -r --repository --repository-url --username --password --skip-existing",
        "terraform": "-chdir -var -var-file -target",
        "poetry": "-C -E -P --with --without --only --extras -G --group -f -o",
        "hatch": "-e --env",
        "jupyter": "--to --output --output-dir --execute-timeout",
        "Rscript": "-e --default-packages",
        "R": "-e -f",
        "julia": "-e -E -p -t -L --project",
        "node": "-e -r --require",
        "python": "-W -X -c -m",
        "bash": "-o -O --rcfile",
        "apt-get": "-o -t",
        "apt": "-o -t",
        "dotnet": "-c -o -f -r --configuration --output --framework --runtime --logger --filter"
        " --source --results-directory --collect -p --verbosity -v --api-key",
        "coverage": "--rcfile --data-file --include --omit -d -o",
        "codecov": "-t -f -F -n --token --file --flags --name",
        "bazel": "--config --test_tag_filters --remote_cache --output_base",
        "swift": "-c --configuration --package-path --filter",
        "xcodebuild": "-scheme -project -workspace -destination -configuration -sdk",
        "find": "-name -type -path -maxdepth -mindepth -iname -not",
        "maturin": "-o --out -i --interpreter --target -m --manifest-path",
        "goreleaser": "-f --config --timeout",
        "npx": "-p --package",
    }.items()
}
"""Options that take their value as the next word, per program."""

NAMING_OPTIONS: dict[str, tuple[str, ...]] = {
    "pip": ("-r", "--requirement", "-e", "--editable"),
    "uv": ("-r", "--requirements", "-e", "--group", "--extra"),
    "conda": ("-f", "--file", "-n", "--name"),
    "mamba": ("-f", "--file", "-n", "--name"),
    "micromamba": ("-f", "--file", "-n", "--name"),
    "tox": ("-e",),
    "nox": ("-s", "--session", "--sessions", "-e", "-t", "--tags"),
    "kubectl": ("-f", "--filename"),
    "pytest": ("-m", "-k"),
    "cargo": ("-p", "--package", "--test", "--bench", "--example"),
    "cmake": ("--build", "--install", "-S"),
}
"""Options whose value names the target where no positional word does."""
