"""Which words select what a program does: `install` of pip, `buildx build` of docker.

Data; the sources are the programs' own manuals. A program missing here is read without a
subcommand. Task runners (`make`, `just`, `gradle`, `mvn`, `tox`) are missing on purpose: the task
they are told to run is their target, as the script is of `npm run`.
"""

from ciatlas.parsing.shell.tables import sets

ANY = "*"

_ONE_WORD = """
    7z act apk apt apt-get aptitude argocd artisan asv bazel bazelisk bq brew buck2 buf
    bump-my-version bun cabal cdk changeset choco clearml codecov codecovcli commitizen composer
    corepack cosign coverage crane cyclonedx cypress cz dagger deno devspace dist dnf dpkg dune
    dvc earthly eksctl expo fastlane firebase flit flux flyctl gem gitleaks goreleaser gsutil
    hatch helmfile heroku hub hugo istioctl jekyll jf jupyter jupyter-book kedro kit ko kubeadm
    lake lein lerna luarocks manage.py maturin mdbook meson metaflow mike minikube mix mkdocs
    modal netlify netlify-cli ng nuget nvm nx opa opam openssl oras pack pants pipenv pipx pod
    pre-commit prefect prisma pub pulumi pyenv quarto railway rattler-build ray rbenv rclone
    rebar3 reuse ruff s3cmd sam scoop security semgrep serverless setup.py skaffold skopeo sky
    snap snapcraft snyk spack stack supabase swift terragrunt towncrier trivy trunk tsh turbo
    twine vagrant vault vcpkg vercel volta vsce wandb wasm-pack winget wrangler yum zenml zig
    zypper
"""
_GROUPS = """
    R: CMD
    aws kaggle az linode-cli circleci oci doctl: *
    az/acr: credential
    az/storage az/ml az/network az/monitor: *
    buildah nerdctl: compose image
    bundle: config
    cargo: component hack llvm-cov nextest xtask
    conan: profile remote
    conda mamba micromamba: env
    dart flutter: pub
    databricks: apps bundle jobs fs workspace clusters libraries
    docker podman: builder buildx compose container context image machine manifest network
        system trust volume
    docker/buildx: imagetools
    dotnet: nuget tool workload
    feast great_expectations bentoml dagster airflow: checkpoint dags db tasks users
    gcloud: *
    gcloud/alpha gcloud/beta gcloud/compute gcloud/container gcloud/artifacts gcloud/ai
        gcloud/sql gcloud/dataproc gcloud/iam: *
    gh: alias attestation auth cache codespace config extension gist gpg-key issue label org pr
        project release repo ruleset run search secret ssh-key variable workflow
    git: bundle lfs notes remote stash submodule worktree
    go: mod tool work
    helm: dependency plugin registry repo
    hf huggingface-cli: auth repo cache spaces
    ibmcloud: ce cr cs ks plugin
    k3d kind: cluster create delete export get image load
    kubectl oc: certificate config create rollout set top
    kubectl/create: secret
    kustomize: edit
    mlflow: artifacts db deployments experiments models pipelines recipes runs sagemaker server
    nix: flake profile store
    npm: cache config dist-tag pkg
    pip: cache config index
    pnpm: config env store
    pdm: venv
    pixi: global project task workspace
    poetry: cache env self
    rustup: component target toolchain
    rye uv: cache pip python self tool toolchain
    terraform tofu packer: plugins state workspace
    yarn: cache config npm workspaces
"""

SUBCOMMANDS: dict[str, frozenset[str]] = {
    **dict.fromkeys(_ONE_WORD.split(), frozenset[str]()),
    **sets(_GROUPS),
}
"""Programs with subcommands, and their groups: words after which one more word selects."""

INTERPRETERS = frozenset(("python", "php"))
"""Programs whose script may have subcommands of its own (`python manage.py migrate`)."""

ENDS_AT_TARGET = frozenset(
    {
        *("docker run", "docker exec", "docker create", "docker container run"),
        *("docker compose run", "docker compose exec", "podman run", "podman exec"),
        *("nerdctl run", "kubectl exec", "kubectl run", "ssh"),
    }
)
"""Commands after whose target another command's words begin."""
