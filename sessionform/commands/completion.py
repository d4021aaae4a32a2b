"""`sessionform completion SHELL`: what a shell has to source to complete the commands and their options."""

from __future__ import annotations

import argparse

from sessionform.commands.arguments import Subparsers, command_parser

SHELLS = ("bash", "zsh", "fish", "powershell")


def add_parser(subparsers: Subparsers) -> None:
    parser = command_parser(
        subparsers,
        "completion",
        description="Print the completions for a shell, of commands, options and values: tables, environments, rules, branches. "
        """bash (~/.bashrc) and zsh (~/.zshrc, after compinit): eval "$(sessionform completion bash)". """
        "fish: sessionform completion fish > ~/.config/fish/completions/sessionform.fish. "
        "PowerShell ($PROFILE): sessionform completion powershell | Out-String | Invoke-Expression.",
    )
    parser.add_argument("shell", choices=SHELLS)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from argcomplete.shell_integration import shellcode

    print(shellcode(["sessionform"], shell=arguments.shell))
    return 0
